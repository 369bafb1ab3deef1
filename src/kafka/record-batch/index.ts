export * from './batch-decoder.ts';
export * from './batch-encoder.ts';
export * from './batch-header.ts';
export type { CompressionName } from './compression/index.ts';
export * from './control-record.ts';
export { crc32c } from './crc32c.ts';
