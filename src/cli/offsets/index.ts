export * from './offset-change.ts';
export * from './offset-list.ts';
export * from './while-stopped.ts';
