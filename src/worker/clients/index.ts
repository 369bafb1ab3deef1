export * from './client-factory.ts';
export * from './client-key-uses.ts';
export * from './client-options.ts';
export * from './client-props.ts';
export * from './connection-config.ts';
export * from './tls-options.ts';
export * from './unused-client-keys.ts';
