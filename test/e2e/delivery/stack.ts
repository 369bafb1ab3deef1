import { appendFileSync, existsSync, mkdirSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  freePort,
  projectRoot,
  type RunningProcess,
  startConnectctl,
  startConnectStandalone,
  startProcess,
  waitUntil,
} from '../../harness/index.ts';
import { line } from './accounting.ts';

/** A broker and a worker of the built binary that copy one file through a topic into another. */
export class Stack {
  readonly folder: string;
  readonly input: string;
  readonly output: string;
  readonly #offsets: string;
  readonly #brokerPort: number;
  #broker!: RunningProcess;
  #worker!: RunningProcess;
  #lines = 0;
  #starts = 0;

  private constructor(folder: string, brokerPort: number) {
    this.folder = folder;
    this.input = join(folder, 'in.txt');
    this.output = join(folder, 'out.txt');
    this.#offsets = join(folder, 'connect.offsets');
    this.#brokerPort = brokerPort;
  }

  static async start(folder: string): Promise<Stack> {
    const stack = new Stack(folder, await freePort());
    writeFileSync(stack.input, '');
    writeFileSync(stack.output, '');
    writeFileSync(
      stack.#file('source'),
      `name=s\nconnector.class=FileStreamSource\nfile=${stack.input}\ntopic=lines\nbatch.size=100\n`,
    );
    writeFileSync(stack.#file('sink'), `name=k\nconnector.class=FileStreamSink\nfile=${stack.output}\ntopics=lines\n`);
    writeFileSync(
      stack.#file('worker'),
      `bootstrap.servers=${stack.bootstrap}
listeners=http://127.0.0.1:${await freePort()}
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.storage.StringConverter
offset.storage.file.filename=${stack.#offsets}
offset.flush.interval.ms=50
consumer.session.timeout.ms=6000
`,
    );
    await stack.startBroker();
    stack.startWorker();
    return stack;
  }

  get bootstrap(): string {
    return `127.0.0.1:${this.#brokerPort}`;
  }

  /** How many lines the input has. */
  get lines(): number {
    return this.#lines;
  }

  append(count: number): void {
    const more = Array.from({ length: count }, (_, i) => `${line(this.#lines + i)}\n`);
    appendFileSync(this.input, more.join(''));
    this.#lines += count;
  }

  async startBroker(): Promise<void> {
    const args = ['broker', '--listen', this.bootstrap, '--data', join(this.folder, 'broker')];
    this.#broker = startConnectctl(args, { logFile: this.#log('broker') });
    await waitUntil('the broker', () => /listening on/.test(this.#broker.stdout()), { timeoutMs: 60_000 });
  }

  startWorker(): void {
    const files = ['worker', 'source', 'sink'].map((name) => this.#file(name));
    this.#worker = startConnectStandalone(files, { logFile: this.#log('worker') });
  }

  /** A worker that may write no file longer than its sink's is now, and `moreBytes`: what a full disk is to it. */
  startWorkerOnFullDisk(moreBytes: number): void {
    const blocks = Math.ceil((statSync(this.output).size + moreBytes) / 512);
    const files = ['worker', 'source', 'sink'].map((name) => this.#file(name));
    const program = [process.execPath, join(projectRoot, 'bin/connect-standalone'), ...files];
    const args = ['-c', 'ulimit -f "$0"; exec "$@"', String(blocks), ...program];
    this.#worker = startProcess({ command: 'sh', args, logFile: this.#log('worker') });
  }

  async killWorker(): Promise<void> {
    this.#worker.signal('SIGKILL');
    await this.#worker.exited;
  }

  /** SIGTERM; gives how it ended. */
  stopWorker(): ReturnType<RunningProcess['stop']> {
    return this.#worker.stop(60_000);
  }

  async stopBroker(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.#broker.signal(signal);
    await this.#broker.exited;
  }

  /** The folder in the way of the offset file's replacement keeps root from writing too, as file modes do not. */
  lockOffsets(): void {
    if (!existsSync(`${this.#offsets}.tmp`)) mkdirSync(`${this.#offsets}.tmp`);
  }

  unlockOffsets(): void {
    rmdirSync(`${this.#offsets}.tmp`);
  }

  isWorkerRunning(): boolean {
    return this.#worker.exit() === undefined;
  }

  /** Everything that the worker said since it was started. */
  workerLog(): string {
    return this.#worker.stdout() + this.#worker.stderr();
  }

  async close(): Promise<void> {
    await Promise.all([this.#worker.stop(0), this.#broker.stop(0)]);
  }

  #file(name: string): string {
    return join(this.folder, `${name}.properties`);
  }

  #log(name: string): string {
    return join(this.folder, `${name}-${this.#starts++}.log`);
  }
}
