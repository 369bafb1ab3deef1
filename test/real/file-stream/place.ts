import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Admin, Producer } from 'kafkajs';
import type { ConnectorOffsets, ConnectorStateInfo } from '../../../src/core/index.ts';
import { connectRest, endOffset, waitUntil } from '../../harness/index.ts';

/** One of the two workers under comparison. */
export interface FileTarget {
  /** `jv` is Kafka Connect's, `us` ours. */
  readonly label: 'jv' | 'us';
  readonly url: string;
  readonly folder: string;
  /**
   * For calls: in Kafka's standalone worker a pause, stop or resume (MemoryConfigBackingStore.putTargetState, which then wants
   * the herder's lock) beside another call or the end of an earlier resume (StandaloneHerder.updateConnectorTasks, the
   * other way round) may end in a deadlock.
   */
  readonly oneAtATime: <T>(work: () => Promise<T>) => Promise<T>;
}

/** What a pause, stop or resume leaves to a thread of its own, and nothing shows the end of. */
const SETTLE_MS = 500;

/** Some eighty places ask at once. */
const slowly = { everyMs: 500 };

/** Runs what it is given one after the other. */
export function oneAtATime(): FileTarget['oneAtATime'] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next;
    return next;
  };
}

/** A row's own file, topic and connector on one worker, and what can be done with them. */
export class Place {
  readonly label: FileTarget['label'];
  readonly file: string;
  readonly topic: string;
  readonly connector: string;
  readonly #target: FileTarget;
  readonly #admin: Admin;
  readonly #producer: Producer;

  constructor(id: string, target: FileTarget, clients: { readonly admin: Admin; readonly producer: Producer }) {
    this.label = target.label;
    this.file = join(target.folder, `${id}.txt`);
    this.topic = `file-${id}-${target.label}`;
    this.connector = this.topic;
    this.#target = target;
    this.#admin = clients.admin;
    this.#producer = clients.producer;
  }

  /** What rotation makes of the file. */
  get rotated(): string {
    return `${this.file}.1`;
  }

  /** A call about the row's connector. */
  call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return this.#target.oneAtATime(async () => {
      const answer = await connectRest<T>(this.#target.url, method, `/connectors/${this.connector}${path}`, body);
      if (/^\/(?:pause|stop|resume)$/.test(path)) await delay(SETTLE_MS);
      return answer;
    });
  }

  /** Resolves when the topic has that many records. */
  async arrived(count: number): Promise<void> {
    await waitUntil(
      `${this.label}: ${count} records in ${this.topic}`,
      async () => {
        const end = await this.recordCount();
        if (end >= count) return true;
        throw new Error(`${end} records`);
      },
      slowly,
    );
  }

  recordCount(): Promise<number> {
    return endOffset(this.#admin, this.topic);
  }

  async produce(values: readonly (string | null)[]): Promise<void> {
    await this.#producer.send({ topic: this.topic, messages: values.map((value) => ({ value })) });
  }

  status(): Promise<ConnectorStateInfo> {
    return this.call('GET', '/status');
  }

  /** Resolves when the connector is so, with one task that is so too, or none where it is STOPPED. */
  async reached(state: string, taskState = state): Promise<void> {
    await waitUntil(
      `${this.label}: ${this.connector} to be ${state}`,
      async () => {
        const { connector, tasks } = await this.status();
        const isThere = state === 'STOPPED' ? tasks.length === 0 : tasks[0]?.state === taskState;
        if (connector.state === state && isThere) return true;
        throw new Error(JSON.stringify({ connector, tasks }));
      },
      slowly,
    );
  }

  /** Resolves when the source's flushed position is that. */
  async flushed(position: number): Promise<void> {
    await waitUntil(
      `${this.label}: position ${position} of ${this.connector}`,
      async () => {
        const { offsets } = await this.call<ConnectorOffsets>('GET', '/offsets');
        if (offsets[0]?.offset?.['position'] === position) return true;
        throw new Error(JSON.stringify(offsets));
      },
      slowly,
    );
  }
}
