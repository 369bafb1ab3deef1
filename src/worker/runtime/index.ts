export * from './java-trace.ts';
export * from './sink-task.ts';
export * from './source-task.ts';
export * from './task-runner.ts';
