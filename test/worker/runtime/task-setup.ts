import { parseConfig } from '../../../src/worker/config/index.ts';
import { converterPlugins, headerConverterPlugins } from '../../../src/worker/converters/index.ts';
import { silentLogger } from '../../../src/worker/log/index.ts';
import { SinkTaskMetrics, SourceTaskMetrics } from '../../../src/worker/metrics/index.ts';
import type { Converter, HeaderConverter } from '../../../src/worker/plugins/index.ts';
import type {
  ErrorHandling,
  Named,
  OffsetStore,
  TaskClients,
  TaskListener,
} from '../../../src/worker/runtime/task-runner.ts';

export const noTolerance: ErrorHandling = {
  retryTimeoutMs: 0,
  retryDelayMaxMs: 60_000,
  tolerance: 'none',
  logEnabled: false,
  logIncludesMessages: false,
  deadLetterQueue: null,
};

export function converter(className: string, config: Record<string, string> = {}): Named<Converter> {
  const plugin = converterPlugins.find((candidate) => candidate.className === className);
  if (!plugin) throw new Error(`no converter ${className}`);
  const instance = plugin.create();
  instance.configure(parseConfig(plugin.configDef, { 'converter.type': 'value', ...config }), false);
  return { className, instance };
}

export const stringConverter = () => converter('org.apache.kafka.connect.storage.StringConverter');
export const jsonConverter = (schemas: boolean) =>
  converter('org.apache.kafka.connect.json.JsonConverter', { 'schemas.enable': String(schemas) });

export function stringHeaders(): Named<HeaderConverter> {
  const className = 'org.apache.kafka.connect.storage.StringConverter';
  const plugin = headerConverterPlugins.find((candidate) => candidate.className === className);
  if (!plugin) throw new Error(`no header converter ${className}`);
  const instance = plugin.create();
  instance.configure(parseConfig(plugin.configDef, { 'converter.type': 'header' }));
  return { className, instance };
}

/** Keeps what a task says of itself. */
export class RecordingListener implements TaskListener {
  readonly states: string[] = [];
  readonly topics: string[] = [];
  trace: string | undefined;

  onState(_id: unknown, state: string, trace?: string): void {
    this.states.push(state);
    if (trace !== undefined) this.trace = trace;
  }

  onActiveTopic(connector: string, topic: string): void {
    this.topics.push(`${connector}:${topic}`);
  }
}

/** An offset store in memory that may be told to fail. */
export class MemoryOffsets implements OffsetStore {
  readonly values = new Map<string, { key: Buffer; value: Buffer | null }>();
  failures = 0;
  writes = 0;

  async start(): Promise<void> {}
  get(key: Buffer): Buffer | null {
    return this.values.get(key.toString())?.value ?? null;
  }
  *entries(): Iterable<readonly [Buffer, Buffer | null]> {
    for (const { key, value } of this.values.values()) yield [key, value];
  }
  async set(values: ReadonlyMap<string, { key: Buffer; value: Buffer | null }>): Promise<void> {
    this.writes++;
    if (this.failures-- > 0) throw new Error('disk full');
    for (const entry of values.values()) this.values.set(entry.key.toString(), entry);
  }
  async stop(): Promise<void> {}

  get texts(): Record<string, string | null> {
    return Object.fromEntries([...this.values].map(([key, { value }]) => [key, value?.toString() ?? null]));
  }
}

/** Clients that a test does not expect to be made. */
export const noClients: TaskClients = {
  producer: () => Promise.reject(new Error('no producer expected')),
  consumer: () => Promise.reject(new Error('no consumer expected')),
  admin: () => Promise.reject(new Error('no admin expected')),
  deadLetterProducer: () => Promise.reject(new Error('no producer expected')),
  deadLetterAdmin: () => Promise.reject(new Error('no admin expected')),
};

export const log = silentLogger;

const sampleWindow = { windowMs: 30_000, samples: 2, nowMs: Date.now };
export const sourceMetrics = () => new SourceTaskMetrics(sampleWindow);
export const sinkMetrics = () => new SinkTaskMetrics(sampleWindow);

/** Waits until the condition holds. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`timed out waiting until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Something that a test lets happen when it wants. */
export function gate(): { readonly passed: Promise<void>; open(): void; fail(error: Error): void } {
  let [open, fail] = [(): void => {}, (_error: Error): void => {}];
  const passed = new Promise<void>((resolve, reject) => {
    [open, fail] = [resolve, reject];
  });
  return { passed, open, fail };
}
