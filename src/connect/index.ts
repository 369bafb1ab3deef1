export * from './capabilities.ts';
export * from './client.ts';
export * from './connect-failure.ts';
export { keepIntegers, type LosslessJson, parseWithBigints, stringifyWithBigints } from './lossless-json.ts';
