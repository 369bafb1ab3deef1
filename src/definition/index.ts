export type * from './resolved.ts';
export * from './plugins/index.ts';
