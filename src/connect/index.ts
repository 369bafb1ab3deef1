export * from './capabilities.ts';
export * from './client.ts';
export {
  ConnectFailure,
  type ConnectFailureKind,
  failureOfAnswer,
  isAlreadyExists,
  isNotFound,
  notConnect,
} from './connect-failure.ts';
export { keepIntegers, type LosslessJson, parseWithBigints, stringifyWithBigints } from './lossless-json.ts';
