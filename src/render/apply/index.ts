export * from './events-json.ts';
export * from './progress-frame.ts';
export * from './report-text.ts';
