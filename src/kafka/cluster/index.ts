export * from './cluster.ts';
export * from './metadata.ts';
