export { parseProperties } from './config/index.ts';
export { jsonLine, type LevelName, type Logger, type LogLevel, LogLevels, TextLogger, textLine } from './log/index.ts';
export { type Standalone, type StandaloneOptions, startStandalone } from './standalone.ts';
