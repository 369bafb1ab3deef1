import { javaTrace } from '../runtime/java-trace.ts';
import { type LineFormat, textLine } from './line-format.ts';
import type { LogLevels } from './log-levels.ts';
import type { Logger, LogLevel } from './logger.ts';

/**
 * Writes lines: in the shape of Kafka Connect's shipped pattern,
 * `[2026-01-31 12:00:00,123] INFO [my-source|task-0] Started (org.apache.kafka.…)`, unless given another format.
 */
export class TextLogger implements Logger {
  readonly #levels: LogLevels;
  readonly #write: (text: string) => void;
  readonly #name: string;
  readonly #context: string;
  readonly #format: LineFormat;

  constructor(
    levels: LogLevels,
    write: (text: string) => void,
    name: string,
    context = '',
    format: LineFormat = textLine,
  ) {
    this.#levels = levels;
    this.#write = write;
    this.#name = name;
    this.#context = context;
    this.#format = format;
    levels.register(name);
  }

  error(message: string, error?: unknown): void {
    this.#log('ERROR', message, error);
  }

  warn(message: string, error?: unknown): void {
    this.#log('WARN', message, error);
  }

  info(message: string): void {
    this.#log('INFO', message);
  }

  debug(message: string): void {
    this.#log('DEBUG', message);
  }

  trace(message: string): void {
    this.#log('TRACE', message);
  }

  isEnabled(level: LogLevel): boolean {
    return this.#levels.isEnabled(this.#name, level);
  }

  named(name: string, context = this.#context): Logger {
    return new TextLogger(this.#levels, this.#write, name, context, this.#format);
  }

  #log(level: LogLevel, message: string, error?: unknown): void {
    if (!this.isEnabled(level)) return;
    const trace = error === undefined ? '' : javaTrace(error);
    const [time, name, context] = [new Date(), this.#name, this.#context];
    this.#write(this.#format({ time, level, name, context, message, trace }));
  }
}
