export * from './file-offset-store.ts';
export * from './offset-codec.ts';
