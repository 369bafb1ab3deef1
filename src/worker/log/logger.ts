export type LogLevel = 'ERROR' | 'WARN' | 'INFO' | 'DEBUG' | 'TRACE';

/**
 * Where the worker and its tasks write. A logger has a dotted name (as Java's class names are, so that
 * `PUT /admin/loggers/{name}` reaches it) and a context such as `[local-file-source|task-0] `.
 */
export interface Logger {
  /** `error`: its Java-like trace follows the line. */
  error(message: string, error?: unknown): void;
  warn(message: string, error?: unknown): void;
  info(message: string): void;
  debug(message: string): void;
  trace(message: string): void;
  isEnabled(level: LogLevel): boolean;
  /** The same sink under another name and, if given, another context. */
  named(name: string, context?: string): Logger;
}

/** Drops everything; for tests and tools. */
export const silentLogger: Logger = {
  error: () => {},
  warn: () => {},
  info: () => {},
  debug: () => {},
  trace: () => {},
  isEnabled: () => false,
  named: () => silentLogger,
};
