export * from './lookups.ts';
export * from './registry-client.ts';
export * from './registry-converter.ts';
export * from './registry-error.ts';
export * from './registry-keys.ts';
export * from './registry-settings.ts';
export * from './subject-name.ts';
export * from './wire-format.ts';
