import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  connectRest,
  endOffset,
  runConnectctl,
  startConnectctl,
  waitUntil,
  withAdmin,
  writeFiles,
} from '../../harness/index.ts';
import { startKillingProxy } from '../../harness/killing-proxy.ts';

export interface KilledMoves {
  /** Where connectors run, and the Kafka that their topics are in. */
  readonly target: { readonly url: string; readonly bootstrap: string };
  readonly kind: 'source' | 'sink';
  /** For the applies that come after the kill. */
  readonly movedFrom: 'stays in the file' | 'is gone from the file';
  /** How every connector and topic begins. */
  readonly prefix: string;
  readonly folder: string;
  /** Whether a request of the killed apply counts. */
  counts(method: string, path: string): boolean;
  /** More than there are requests that count. */
  readonly most: number;
}

export interface KilledMovesResult {
  /** What each apply was killed after, by its number from 1. */
  readonly killedAfter: readonly string[];
  /** What was found to be false, in words. */
  readonly violations: readonly string[];
}

const LANES = 5;

/**
 * Moves as many connectors as an apply of a move has requests that count, each by an apply of the built binary that is
 * killed (-9) after another one of them and then made once more; then looks at what the source has sent or the sink has written.
 */
export async function killedMoves(options: KilledMoves): Promise<KilledMovesResult> {
  const moves = new Moves(options);
  await moves.begin();
  await Promise.all(Array.from({ length: LANES }, (_, lane) => moves.killFrom(lane + 1)));
  return moves.end();
}

class Moves {
  readonly #options: KilledMoves;
  readonly #killedAfter = new Map<number, string>();
  readonly #violations: string[] = [];
  /** The first number whose apply came to its end by itself. */
  #end: number;

  constructor(options: KilledMoves) {
    this.#options = options;
    this.#end = options.most + 1;
  }

  /** All old connectors at once, each with two lines read and committed. */
  async begin(): Promise<void> {
    const { most, kind } = this.#options;
    const all = Array.from({ length: most }, (_, i) => i + 1);
    for (const n of all) writeFileSync(this.#input(n), 'one\ntwo\n');
    this.#writeProject('before', all, 'old', false);
    this.#writeProject('after', all, 'new', true);
    this.#writeProject('later', all, 'new', false);
    await this.#apply('before');
    for (const n of all) await this.#waitForPosition(this.#name('old', n), kind === 'source' ? 8 : 2);
  }

  async killFrom(first: number): Promise<void> {
    for (let n = first; n < this.#end; n += LANES) await this.#killedAndCompleted(n);
  }

  async end(): Promise<KilledMovesResult> {
    const { most, kind, prefix, target } = this.#options;
    const moved = [...this.#killedAfter.keys()].sort((a, b) => a - b);
    if (this.#end > most) this.#violations.push(`an apply has ${most} requests or more: not all were tried`);
    if (kind === 'sink') appendFileSync(this.#input(1), 'three\n');
    for (const n of moved) {
      if (kind === 'source') appendFileSync(this.#input(n), 'three\n');
      await this.#waitForPosition(this.#name('new', n), kind === 'source' ? 14 : 3).catch((error: unknown) =>
        this.#violations.push(String(error)),
      );
      if (kind === 'sink') this.#expectLines(n);
    }
    if (kind === 'source') {
      const counts = await withAdmin(target.bootstrap, (admin) =>
        Promise.all(moved.map(async (n) => [n, await endOffset(admin, `${prefix}-${n}`)] as const)),
      );
      for (const [n, count] of counts) if (count !== 3) this.#say(n, `its topic holds ${count} records, not 3`);
    }
    const plan = await this.#run('later', ['plan', ...moved.flatMap((n) => ['--target', this.#name('new', n)])]);
    if (!plan.stdout.includes('No changes.')) this.#violations.push(`a plan has ${plan.stdout}${plan.stderr}`);
    return { killedAfter: moved.map((n) => this.#killedAfter.get(n)!), violations: this.#violations };
  }

  async #killedAndCompleted(n: number): Promise<void> {
    const { target, counts } = this.#options;
    let kill = (): void => {
      throw new Error('there is no process yet');
    };
    const proxy = await startKillingProxy(target.url, { nth: n, counts, kill: () => kill() });
    const args = this.#applyArgs('after', n);
    const logFile = join(this.#options.folder, `apply-${n}.log`);
    const apply = startConnectctl(args, { env: { CONNECT_URL: proxy.url }, logFile });
    kill = () => apply.signal('SIGKILL');
    await apply.exited;
    await proxy.close();
    const killedAfter = proxy.killedAfter();
    if (killedAfter === undefined) {
      this.#end = Math.min(this.#end, n);
      return;
    }
    this.#killedAfter.set(n, killedAfter);
    await this.#expectOneRunning(n);
    const isBegun = (await connectRest<string[]>(target.url, 'GET', '/connectors')).includes(this.#name('new', n));
    const isGone = this.#options.movedFrom === 'is gone from the file' && isBegun;
    await this.#apply(isGone ? 'later' : 'after', n).catch((error: unknown) => this.#say(n, String(error)));
    await this.#expectMoved(n);
  }

  async #expectOneRunning(n: number): Promise<void> {
    type Statuses = Record<string, { status: { connector: { state: string } } }>;
    const all = await connectRest<Statuses>(this.#options.target.url, 'GET', '/connectors?expand=status');
    const running = ['old', 'new'].filter((which) => all[this.#name(which, n)]?.status.connector.state === 'RUNNING');
    if (running.length > 1) this.#say(n, 'both run');
  }

  async #expectMoved(n: number): Promise<void> {
    const { url } = this.#options.target;
    const names = await connectRest<string[]>(url, 'GET', '/connectors');
    if (names.includes(this.#name('old', n))) this.#say(n, 'the old one is still there');
    const config = await connectRest<Record<string, string>>(url, 'GET', `/connectors/${this.#name('new', n)}/config`);
    const marks = Object.keys(config).filter((key) => key.startsWith('connectctl.moving'));
    if (marks.length > 0) this.#say(n, `it still has ${marks}`);
  }

  #expectLines(n: number): void {
    const file = join(this.#options.folder, `out-${n}.txt`);
    const lines = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (lines !== 'one\ntwo\nthree\n') this.#say(n, `its file holds ${JSON.stringify(lines)}`);
  }

  #say(n: number, what: string): void {
    this.#violations.push(`killed after request ${n}, ${this.#killedAfter.get(n)}: ${what}`);
  }

  async #apply(project: string, n?: number): Promise<void> {
    const { code, stdout, stderr } = await this.#run(project, this.#applyArgs(project, n).slice(2));
    if (code !== 0) throw new Error(`apply ended with ${code}: ${stdout}${stderr}`);
  }

  #run(project: string, args: readonly string[]) {
    const env = { CONNECT_URL: this.#options.target.url };
    return runConnectctl(['-C', join(this.#options.folder, project), ...args], { env });
  }

  #applyArgs(project: string, n?: number): string[] {
    const target = n === undefined ? [] : ['--target', this.#name('new', n)];
    return ['-C', join(this.#options.folder, project), 'apply', '--auto-approve', '--parallelism', '50', ...target];
  }

  async #waitForPosition(name: string, position: number): Promise<void> {
    type Offsets = { offsets: { offset: { position?: number; kafka_offset?: number } }[] };
    await waitUntil(`${name} to be at ${position}`, async () => {
      const { offsets } = await connectRest<Offsets>(this.#options.target.url, 'GET', `/connectors/${name}/offsets`);
      return (offsets[0]?.offset.position ?? offsets[0]?.offset.kafka_offset) === position;
    });
  }

  #name(which: string, n: number): string {
    return `${this.#options.prefix}-${which}-${n}`;
  }

  /** A sink's lines come from one file. */
  #input(n: number): string {
    return join(this.#options.folder, this.#options.kind === 'source' ? `in-${n}.txt` : 'in.txt');
  }

  #writeProject(name: string, all: readonly number[], which: string, isMoving: boolean): void {
    const { folder, prefix, kind } = this.#options;
    const feeder = `
  - name: ${prefix}-feed
    class: FileStreamSource
    config: { file: ${this.#input(1)}, topic: ${prefix}-in }`;
    const config =
      kind === 'source'
        ? `{ file: "${folder}/in-\${each.key}.txt", topic: "${prefix}-\${each.key}" }`
        : `{ file: "${folder}/out-\${each.key}.txt", topics: ${prefix}-in }`;
    writeFiles(join(folder, name), {
      'connectctl.yaml': `project: ${prefix}
defaultEnvironment: test
environments:
  test:
    connect: { url: "\${env.CONNECT_URL}" }
`,
      'pipelines/moves.yaml': `pipeline: moves
connectors:${kind === 'sink' ? feeder : ''}
  - name: "${prefix}-${which}-\${each.key}"
    forEach: [${all.map((n) => `"${n}"`).join(', ')}]
    class: ${kind === 'source' ? 'FileStreamSource' : 'FileStreamSink'}
    config: ${config}${isMoving ? `\n    movedFrom: "${prefix}-old-\${each.key}"` : ''}
`,
    });
  }
}
