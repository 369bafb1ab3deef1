export * from './connect-rest.ts';
export * from './connectctl.ts';
export * from './free-port.ts';
export * from './read-topic.ts';
export * from './run-command.ts';
export * from './start-process.ts';
export * from './temp-folder.ts';
export * from './wait-until.ts';
