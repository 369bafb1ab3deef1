export * from './lints/index.ts';
export * from './plugins/index.ts';
export type * from './resolved.ts';
