export * from './diagnostics.ts';
export * from './plan/index.ts';
export * from './printable.ts';
export * from './table.ts';
