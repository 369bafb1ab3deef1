export * from './line-format.ts';
export * from './log-levels.ts';
export * from './logger.ts';
export * from './text-logger.ts';
