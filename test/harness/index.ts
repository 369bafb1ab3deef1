export * from './free-port.ts';
export * from './run-command.ts';
export * from './start-process.ts';
export * from './temp-folder.ts';
export * from './wait-until.ts';
