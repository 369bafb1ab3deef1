export { builtInFramework, builtInPlugins } from './built-in.ts';
export { type PluginCatalogue, pluginCatalogue } from './catalogue.ts';
export { checkPlugins, type FrameworkKeys, type PluginCheck, silenceableChecks } from './check-plugins.ts';
export { editorSchema } from './editor-schema.ts';
export { definitionFromWorker, mergePulled } from './from-worker.ts';
export { isPasswordKey } from './password-keys.ts';
export type { KeyConstraint, PluginDefinition, PluginKey } from './plugin-definition.ts';
export { fromPluginSchema, type PluginSchema, toPluginSchema } from './plugin-schema.ts';
export { type ProbeRequest, type ProbeRound, probeRequest, readProbe } from './probe.ts';
