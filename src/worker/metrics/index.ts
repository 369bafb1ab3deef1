export * from './error-counts.ts';
export * from './metrics-page.ts';
export * from './sink-task-metrics.ts';
export * from './source-task-metrics.ts';
export * from './task-metrics.ts';
export * from './worker-metrics.ts';
