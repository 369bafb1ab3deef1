import type { Connection } from '../connections.ts';

/** What one look found out. */
export interface Finding {
  /** What was looked at: `worker`, `kafka`. */
  readonly check: string;
  /** skipped: it could not be looked at, because of something above or because nothing is set. */
  readonly result: 'ok' | 'warning' | 'failed' | 'skipped';
  /** One sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly help?: string;
}

/** One kind of look; gives a finding or several, and throws only for a bug or a Ctrl-C. */
export type Check = (connection: Connection) => Promise<readonly Finding[]>;

export function ok(check: string, message: string): Finding {
  return { check, result: 'ok', message };
}

export function warning(check: string, message: string, help: string): Finding {
  return { check, result: 'warning', message, help };
}

export function failed(check: string, message: string, help?: string): Finding {
  return { check, result: 'failed', message, ...(help !== undefined && { help }) };
}

export function skipped(check: string, message: string): Finding {
  return { check, result: 'skipped', message };
}
