export * from './codes.ts';
export * from './connect-api.ts';
export * from './diagnostic.ts';
export * from './failure.ts';
export * from './glob.ts';
export * from './sensitive.ts';
export * from './sleep.ts';
export * from './suggest.ts';
