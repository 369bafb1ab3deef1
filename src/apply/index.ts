export { type ApplyOptions, applyPlan, defaultTimes } from './apply-plan.ts';
export { lastingMessages } from './lasting-errors.ts';
export * from './observe.ts';
export type { TopicWriter } from './operations/topic.ts';
export * from './report.ts';
export type { ApplyTimes } from './run.ts';
export { type WorkerAnswer, workerAnswers } from './wait/worker-answers.ts';
