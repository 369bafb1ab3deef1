import { compare } from '../../core/index.ts';
import type { LogLevel } from './logger.ts';

/** What the REST API takes: log4j's levels. */
export const levelNames = ['OFF', 'FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE', 'ALL'] as const;
export type LevelName = (typeof levelNames)[number];

export const ROOT = 'root';

export interface LoggerLevel {
  readonly level: LevelName;
  /** When it was last changed, milliseconds since the epoch; null: never since the start. */
  readonly last_modified: number | null;
}

/**
 * The level of each logger by its dotted name; one without a level of its own has that of the nearest name above
 * it, at last the root's. Changed over REST (KIP-495), and forgotten at the end of the process.
 */
export class LogLevels {
  readonly #levels = new Map<string, LoggerLevel>();
  readonly #known = new Set<string>();
  readonly #nowMs: () => number;

  constructor(root: LevelName, nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
    this.#levels.set(ROOT, { level: root, last_modified: null });
  }

  /** A logger of this name exists. */
  register(name: string): void {
    this.#known.add(name);
  }

  isEnabled(name: string, level: LogLevel): boolean {
    return levelNames.indexOf(this.#effective(name).level) >= levelNames.indexOf(level);
  }

  /** Every logger there is, and the root, sorted by name. */
  all(): Record<string, LoggerLevel> {
    const names = [...new Set([...this.#levels.keys(), ...this.#known])].sort(compare);
    return Object.fromEntries(names.map((name) => [name, this.#effective(name)]));
  }

  /** Undefined where no logger has this name. */
  get(name: string): LoggerLevel | undefined {
    const key = normalise(name);
    return this.#levels.get(key) ?? (this.#known.has(key) ? this.#effective(key) : undefined);
  }

  /**
   * Sets a logger and every other whose name begins with the same text (not only whole parts of it, as there);
   * the root sets all.
   * @returns the names of those that had another level, sorted
   */
  set(namespace: string, level: LevelName): string[] {
    const key = normalise(namespace);
    const all = [...new Set([...this.#known, ...this.#levels.keys(), key])];
    const names = key === ROOT ? all : all.filter((name) => name !== ROOT && name.startsWith(key));
    const changed = names.filter((name) => this.#levels.get(name)?.level !== level).sort(compare);
    for (const name of changed) this.#levels.set(name, { level, last_modified: this.#nowMs() });
    return changed;
  }

  #effective(name: string): LoggerLevel {
    for (let at = name; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
      const own = this.#levels.get(at);
      if (own) return own;
    }
    return this.#levels.get(ROOT)!;
  }
}

function normalise(name: string): string {
  return name.toLowerCase() === ROOT ? ROOT : name;
}
