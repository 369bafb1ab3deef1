export * from './listener.ts';
export * from './unused-keys.ts';
export * from './worker-config.ts';
export * from './worker-key-uses.ts';
export * from './worker-keys.ts';
