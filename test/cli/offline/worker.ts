import { PassThrough } from 'node:stream';
import { startBroker } from '../../../src/broker/index.ts';
import type { CliIo } from '../../../src/cli/command.ts';
import { runCli } from '../../../src/cli/run.ts';
import { LogLevels, startStandalone, TextLogger } from '../../../src/worker/index.ts';
import { removeFolder, tempFolder } from '../../harness/index.ts';

export interface TestWorker {
  readonly url: string;
  close(): Promise<void>;
}

/** The built-in worker on the embedded broker, in this process. */
export async function startTestWorker(): Promise<TestWorker> {
  const folder = tempFolder();
  const broker = await startBroker({ host: '127.0.0.1', port: 0, dataDir: `${folder}/broker` });
  const worker = await startStandalone({
    workerProps: {
      'bootstrap.servers': `${broker.host}:${broker.port}`,
      listeners: 'http://127.0.0.1:0',
      'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'offset.storage.file.filename': `${folder}/offsets`,
    },
    connectorFiles: [],
    log: new TextLogger(new LogLevels('ERROR'), () => undefined, 'test'),
  });
  return {
    url: worker.url,
    async close() {
      await worker.close();
      await broker.close();
      removeFolder(folder);
    },
  };
}

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line in this process, in `cwd`. */
export async function runIn(
  cwd: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CliResult> {
  const out: string[] = [];
  const err: string[] = [];
  const io: CliIo = {
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    stdin: new PassThrough(),
    env,
    cwd,
    signal: new AbortController().signal,
    hardSignal: new AbortController().signal,
  };
  const code = await runCli(argv, io);
  return { code, stdout: out.join(''), stderr: err.join('') };
}
