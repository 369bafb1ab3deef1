export * from './api.ts';
export * from './apis/index.ts';
export * from './errors.ts';
export * from './frame.ts';
export { ProtocolError } from './protocol-error.ts';
export { Reader } from './reader.ts';
export { Writer } from './writer.ts';
