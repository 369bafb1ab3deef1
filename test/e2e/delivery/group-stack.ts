import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAdmin, createProducer, type KafkaAdmin, type KafkaProducer } from '../../../src/kafka/index.ts';
import {
  connectRest,
  freePort,
  type RunningProcess,
  startConnectctl,
  startConnectStandalone,
  waitForState,
  waitUntil,
} from '../../harness/index.ts';
import { line } from './accounting.ts';
import type { Seeded } from './seeded.ts';

/** A partition, and the lines that were sent to it so far. */
export interface Sent {
  readonly topic: string;
  readonly partition: number;
  lines: number;
}

const SINK = 'group-sink';

/**
 * A broker, topics of several partitions, and up to two workers whose sinks are in one group and append to one file:
 * the order of its lines is that of their arrival, whichever worker they went through.
 */
export class GroupStack {
  readonly sent: Sent[] = [];
  readonly #folder: string;
  readonly #output: string;
  readonly #brokerPort: number;
  readonly #ports: readonly number[];
  readonly #workers: (RunningProcess | undefined)[] = [undefined, undefined];
  #broker!: RunningProcess;
  #admin!: KafkaAdmin;
  #producer!: KafkaProducer;
  #starts = 0;

  private constructor(folder: string, brokerPort: number, ports: readonly number[]) {
    this.#folder = folder;
    this.#output = join(folder, 'out.txt');
    this.#brokerPort = brokerPort;
    this.#ports = ports;
  }

  static async start(folder: string): Promise<GroupStack> {
    const stack = new GroupStack(folder, await freePort(), [await freePort(), await freePort()]);
    await stack.startBroker();
    const config = { bootstrapServers: [`127.0.0.1:${stack.#brokerPort}`], clientId: 'test' };
    stack.#admin = createAdmin(config);
    stack.#producer = createProducer(config);
    await stack.addTopic(4);
    stack.#writeConfigs();
    await stack.startWorker(0);
    return stack;
  }

  /** A topic that the sink's topics.regex matches. */
  async addTopic(partitions: number): Promise<void> {
    const topic = `group-${new Set(this.sent.map((one) => one.topic)).size}`;
    await this.#admin.createTopic({ name: topic, partitions, replicationFactor: -1, config: {} });
    for (let partition = 0; partition < partitions; partition++) this.sent.push({ topic, partition, lines: 0 });
  }

  /** Up to `most` lines into each partition, in a few batches. */
  async send(random: Seeded, most: number): Promise<void> {
    for (const one of this.sent) {
      for (let left = random.integer(1, most); left > 0; ) {
        const count = Math.min(left, random.integer(1, 200));
        const prefix = `${one.topic}/${one.partition}/`;
        await this.#producer.send(
          Array.from({ length: count }, (_, i) => ({
            topic: one.topic,
            partition: one.partition,
            key: null,
            value: Buffer.from(prefix + line(one.lines + i)),
            headers: [],
            timestampMs: null,
          })),
        );
        one.lines += count;
        left -= count;
      }
    }
  }

  /** The lines that arrived of each partition, in the order of their arrival. */
  arrived(): ReadonlyMap<Sent, readonly string[]> {
    const ofPartition = new Map(this.sent.map((one) => [`${one.topic}/${one.partition}`, [] as string[]]));
    const lines = existsSync(this.#output) ? readFileSync(this.#output, 'utf8').trimEnd().split('\n') : [];
    for (const text of lines) {
      const end = text.lastIndexOf('/');
      ofPartition.get(text.slice(0, end))?.push(text.slice(end + 1));
    }
    return new Map(this.sent.map((one) => [one, ofPartition.get(`${one.topic}/${one.partition}`)!]));
  }

  async startWorker(which: 0 | 1): Promise<void> {
    const files = [join(this.#folder, `worker-${which}.properties`), join(this.#folder, 'sink.properties')];
    const logFile = join(this.#folder, `worker-${which}-${this.#starts++}.log`);
    this.#workers[which] = startConnectStandalone(files, { logFile });
    await waitForState(this.#url(which), SINK, 'RUNNING', 60_000);
  }

  async endWorker(which: 0 | 1, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const worker = this.#workers[which];
    worker?.signal(signal);
    await worker?.exited;
    this.#workers[which] = undefined;
  }

  signalWorker(which: 0 | 1, signal: NodeJS.Signals): void {
    this.#workers[which]?.signal(signal);
  }

  async startBroker(): Promise<void> {
    const args = ['broker', '--listen', `127.0.0.1:${this.#brokerPort}`, '--data', join(this.#folder, 'broker')];
    this.#broker = startConnectctl(args, { logFile: join(this.#folder, `broker-${this.#starts++}.log`) });
    await waitUntil('the broker', () => /listening on/.test(this.#broker.stdout()), { timeoutMs: 60_000 });
  }

  async killBroker(): Promise<void> {
    this.#broker.signal('SIGKILL');
    await this.#broker.exited;
  }

  async pause(): Promise<void> {
    await this.#rest('PUT', '/pause');
    await waitForState(this.#url(0), SINK, 'PAUSED');
  }

  async resume(): Promise<void> {
    await this.#rest('PUT', '/resume');
    await waitForState(this.#url(0), SINK, 'RUNNING');
  }

  async restartTask(task: number): Promise<void> {
    await this.#rest('POST', `/tasks/${task}/restart`);
  }

  async setTasks(count: number): Promise<void> {
    await this.#rest('PATCH', '/config', { 'tasks.max': String(count) });
    await waitForState(this.#url(0), SINK, 'RUNNING');
  }

  logs(): string {
    return this.#workers.map((worker) => (worker ? worker.stdout() + worker.stderr() : '')).join('\n');
  }

  async close(): Promise<void> {
    await this.#admin.close();
    await this.#producer.close(0);
    await Promise.all([...this.#workers, this.#broker].map((running) => running?.stop(0)));
  }

  #rest(method: string, path: string, body?: unknown): Promise<unknown> {
    return connectRest(this.#url(0), method, `/connectors/${SINK}${path}`, body);
  }

  #url(which: 0 | 1): string {
    return `http://127.0.0.1:${this.#ports[which]}`;
  }

  #writeConfigs(): void {
    const sink = ['connector.class=FileStreamSink', `file=${this.#output}`, 'topics.regex=group-\\\\d+', 'tasks.max=2'];
    writeFileSync(join(this.#folder, 'sink.properties'), [`name=${SINK}`, ...sink, ''].join('\n'));
    this.#ports.forEach((port, which) => {
      const worker = [
        `bootstrap.servers=127.0.0.1:${this.#brokerPort}`,
        `listeners=http://127.0.0.1:${port}`,
        'key.converter=org.apache.kafka.connect.storage.StringConverter',
        'value.converter=org.apache.kafka.connect.storage.StringConverter',
        `offset.storage.file.filename=${join(this.#folder, `offsets-${which}`)}`,
        'offset.flush.interval.ms=50',
        'consumer.session.timeout.ms=6000',
        'consumer.heartbeat.interval.ms=200',
        'consumer.metadata.max.age.ms=300',
        'consumer.max.poll.records=50',
        'consumer.max.partition.fetch.bytes=4000',
        '',
      ];
      writeFileSync(join(this.#folder, `worker-${which}.properties`), worker.join('\n'));
    });
  }
}
