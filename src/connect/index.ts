export * from './capabilities.ts';
export * from './client.ts';
export {
  ConnectFailure,
  type ConnectFailureKind,
  failureOfAnswer,
  isAlreadyExists,
  isCallMissing,
  isNameRefused,
  isNotFound,
  isRearranging,
  isRebalance,
  notConnect,
} from './connect-failure.ts';
export { keepIntegers, type LosslessJson, parseWithBigints, stringifyWithBigints } from './lossless-json.ts';
export { settledOffsets } from './settled-offsets.ts';
export { type RebalanceWait, throughRebalance } from './through-rebalance.ts';
