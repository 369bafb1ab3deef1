export * from './events-json.ts';
export * from './report-text.ts';
