export { PLUGIN_FOLDER, writePluginFiles } from './plugin-files.ts';
export { type PulledPlugins, pullPlugins } from './pull-plugins.ts';
export { offlineLimits, validateOffline } from './validate-offline.ts';
export { validateEnvironments } from './validate-online.ts';
