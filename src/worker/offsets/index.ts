export * from './file-offset-store.ts';
