export * from './lookup-needed.ts';
export * from './plugin.ts';
export * from './plugin-names.ts';
export * from './plugin-path.ts';
export * from './plugin-registry.ts';
