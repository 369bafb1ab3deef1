export * from './herder.ts';
export * from './herder-deps.ts';
export * from './herder-error.ts';
export * from './java-trace.ts';
export * from './task-runner.ts';
