export * from './config-def.ts';
export * from './config-error.ts';
export * from './parse-config.ts';
export * from './parse-value.ts';
export * from './validators.ts';
