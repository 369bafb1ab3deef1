import { javaTrace } from '../runtime/java-trace.ts';
import type { LogLevels } from './log-levels.ts';
import type { Logger, LogLevel } from './logger.ts';

/**
 * Writes lines in the shape of Kafka Connect's shipped pattern, `[%d] %p %X{connector.context}%m (%c)`:
 * `[2026-01-31 12:00:00,123] INFO [my-source|task-0] Started (org.apache.kafka.…)`.
 */
export class TextLogger implements Logger {
  readonly #levels: LogLevels;
  readonly #write: (text: string) => void;
  readonly #name: string;
  readonly #context: string;

  constructor(levels: LogLevels, write: (text: string) => void, name: string, context = '') {
    this.#levels = levels;
    this.#write = write;
    this.#name = name;
    this.#context = context;
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
    return new TextLogger(this.#levels, this.#write, name, context);
  }

  #log(level: LogLevel, message: string, error?: unknown): void {
    if (!this.isEnabled(level)) return;
    const trace = error === undefined ? '' : javaTrace(error);
    this.#write(`[${timestamp(new Date())}] ${level} ${this.#context}${message} (${this.#name})\n${trace}`);
  }
}

/** log4j's default date in local time: `2026-01-31 12:00:00,123`. */
function timestamp(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day} ${time},${String(date.getMilliseconds()).padStart(3, '0')}`;
}
