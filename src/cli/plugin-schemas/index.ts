export { PLUGIN_FOLDER, writePluginFiles } from './plugin-files.ts';
export { offlineLimits, validateOffline } from './validate-offline.ts';
