export * from './parse-value.ts';
export * from './value-text.ts';
