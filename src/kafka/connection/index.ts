export * from './backoff.ts';
export * from './broker-connection.ts';
export * from './connection-error.ts';
export * from './frame-reader.ts';
