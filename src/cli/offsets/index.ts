export * from './current-offsets.ts';
export * from './offset-change.ts';
export * from './offset-list.ts';
export * from './wanted-offsets.ts';
export * from './while-stopped.ts';
