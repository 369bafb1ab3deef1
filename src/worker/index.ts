export { parseProperties } from './config/index.ts';
export { type LevelName, type Logger, type LogLevel, LogLevels, TextLogger } from './log/index.ts';
export { type Standalone, type StandaloneOptions, startStandalone } from './standalone.ts';
