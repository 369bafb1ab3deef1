export * from './config-provider.ts';
export * from './config-transformer.ts';
export * from './configured-providers.ts';
