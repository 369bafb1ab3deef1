import { setTimeout as delay } from 'node:timers/promises';

/** Long, for a worker on a loaded machine may miss a flush or two; a test that passes never waits for it. */
const DEFAULT_TIMEOUT_MS = 60_000;

/**
 * Asks until the answer is truthy, and gives it. A throw counts as "not yet". After `timeoutMs` it fails with
 * what was waited for and what the last try said.
 */
export async function waitUntil<T>(
  what: string,
  ask: () => T | Promise<T>,
  options: { readonly timeoutMs?: number; readonly everyMs?: number } = {},
): Promise<Exclude<T, false | 0 | '' | null | undefined>> {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const end = performance.now() + timeoutMs;
  let last = 'nothing yet';
  while (true) {
    try {
      const answer = await ask();
      if (answer) return answer as Exclude<T, false | 0 | '' | null | undefined>;
      last = `got ${JSON.stringify(answer)}`;
    } catch (error) {
      last = String(error);
    }
    if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms for ${what}: ${last}`);
    await delay(options.everyMs ?? 100);
  }
}
