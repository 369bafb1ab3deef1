import { describe, inject, it } from 'vitest';
import './global-setup.ts';

/**
 * A group of tests that needs real Kafka. Where that cannot run they count as skipped, and the reporter says so
 * once, loudly; with CONNECTCTL_REQUIRE_REAL=1 the group fails with the reason.
 */
export function describeReal(name: string, tests: () => void): void {
  const { unavailable, required } = inject('real');
  if (unavailable !== undefined && required) {
    it(`${name}: real Kafka is required`, () => {
      throw new Error(`it cannot run here: ${unavailable}`);
    });
  } else {
    describe.skipIf(unavailable !== undefined)(name, tests);
  }
}

/** CONNECTCTL_REQUIRE_REAL=1: what cannot run here fails rather than being skipped. */
export function isRealRequired(): boolean {
  return inject('real').required;
}

/** The one real broker of this run: `host:port`. */
export async function sharedBroker(): Promise<string> {
  return (await ask<{ bootstrap: string }>('/broker')).bootstrap;
}

export interface SharedWorker {
  readonly url: string;
  readonly folder: string;
}

/** A Java standalone worker on the shared broker; whoever says the same name gets the same one. */
export function sharedStandalone(name = 'shared'): Promise<SharedWorker> {
  return ask(`/standalone/${name}`);
}

/** The one Java distributed worker on the shared broker. */
export function sharedDistributed(): Promise<SharedWorker> {
  return ask('/distributed');
}

async function ask<T>(path: string): Promise<T> {
  const response = await fetch(inject('real').controlUrl + path);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return JSON.parse(text) as T;
}
