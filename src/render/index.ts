export * from './apply/index.ts';
export * from './diagnostics.ts';
export * from './escape-markdown.ts';
export * from './graph/index.ts';
export * from './plan/index.ts';
export * from './printable.ts';
export * from './table.ts';
