export * from './dead-letter-queue.ts';
export * from './log-reporter.ts';
export * from './record-errors.ts';
export * from './stage.ts';
