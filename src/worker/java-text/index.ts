export { dateOfDay, dayNumber } from './calendar.ts';
export * from './date-format.ts';
export * from './date-pattern.ts';
export * from './java-regex.ts';
export * from './java-regex-validator.ts';
export * from './java-replacement.ts';
export * from './pattern-syntax-error.ts';
