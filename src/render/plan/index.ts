export * from './plan-html.ts';
export * from './plan-json.ts';
export * from './plan-markdown.ts';
export * from './plan-text.ts';
export { summaryLine } from './words.ts';
