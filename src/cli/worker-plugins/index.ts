export { type PulledPlugins, pullPlugins } from './pull-plugins.ts';
export { validateEnvironments } from './validate-online.ts';
