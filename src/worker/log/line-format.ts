import type { LogLevel } from './logger.ts';

/** One thing that was said. */
export interface LogEntry {
  readonly time: Date;
  readonly level: LogLevel;
  /** The logger's dotted name. */
  readonly name: string;
  /** Such as `[local-file-source|task-0] `, or empty. */
  readonly context: string;
  readonly message: string;
  /** Java-like, with a line feed at its end; empty where nothing was thrown. */
  readonly trace: string;
}

/** Gives the text to write, its line feed included. */
export type LineFormat = (entry: LogEntry) => string;

/** Kafka Connect's shipped pattern, `[%d] %p %X{connector.context}%m (%c)`; a trace follows on lines of its own. */
export const textLine: LineFormat = ({ time, level, name, context, message, trace }) =>
  `[${localTime(time)}] ${level} ${context}${message} (${name})\n${trace}`;

/** One JSON object a line, whatever is in the message: time in UTC, and the context's parts as fields. */
export const jsonLine: LineFormat = ({ time, level, name, context, message, trace }) =>
  `${JSON.stringify({
    time: time.toISOString(),
    level,
    logger: name,
    ...contextFields(context),
    message,
    ...(trace === '' ? {} : { trace: trace.trimEnd() }),
  })}\n`;

/** `[c|worker] ` and `[c|task-1] ` name a connector; `[worker] ` is about none. A name may hold `|` itself. */
function contextFields(context: string): { readonly connector?: string; readonly task?: number } {
  const [, connector, scope] = /^\[(.*)\|(worker|task-\d+)(?:\|offsets)?\] $/s.exec(context) ?? [];
  if (connector === undefined || scope === undefined) return {};
  return scope === 'worker' ? { connector } : { connector, task: Number(scope.slice('task-'.length)) };
}

/** log4j's default date in local time: `2026-01-31 12:00:00,123`. */
function localTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day} ${time},${String(date.getMilliseconds()).padStart(3, '0')}`;
}
