import { join } from 'node:path';
import { startBroker } from '../../broker/index.ts';
import { ExitCode, Failure, type FlatConfig } from '../../core/index.ts';
import { LogLevels, startStandalone, TextLogger } from '../../worker/index.ts';
import type { CliIo, GlobalArgs } from '../command.ts';

export interface DevStackOptions {
  readonly host: string;
  readonly kafkaPort: number;
  readonly restPort: number;
  /** Holds all that is kept: the broker's segments and the worker's offset file. */
  readonly dataDir: string;
}

export interface DevStack {
  /** Where the worker's REST API answers. */
  readonly restUrl: string;
  /** host:port of the broker. */
  readonly bootstrapServer: string;
  /** The worker first, so that its last offsets and records still find the broker. */
  close(): Promise<void>;
}

/**
 * How often offsets are written, in milliseconds. Kafka Connect's minute is long for somebody who watches a file
 * change, and `--once` waits for the offsets.
 */
const OFFSET_FLUSH_INTERVAL_MS = 1000;

/**
 * Starts the embedded broker and the built-in worker in this process. The broker makes `dataDir`; throws CC9002 where
 * that can't be made, CC9003 where a port is taken.
 */
export async function startDevStack(options: DevStackOptions, args: GlobalArgs, io: CliIo): Promise<DevStack> {
  const { host, kafkaPort, restPort, dataDir } = options;
  const write = (text: string): void => void io.stderr.write(text);
  const broker = await startBroker({
    host,
    port: kafkaPort,
    dataDir: join(dataDir, 'broker'),
    // Its worker ends with it.
    areMembersGone: true,
    log: (line) => write(`broker: ${line}\n`),
  });
  const bootstrapServer = `${broker.host}:${broker.port}`;
  try {
    const levels = new LogLevels(args.logLevel === 'debug' || args.logLevel === 'trace' ? 'INFO' : 'WARN');
    const worker = await startStandalone({
      workerProps: workerProperties(bootstrapServer, restPort, dataDir),
      connectorFiles: [],
      log: new TextLogger(levels, write, 'org.apache.kafka.connect'),
      logLevels: levels,
    });
    return {
      restUrl: worker.url,
      bootstrapServer,
      close: async () => {
        await worker.close();
        await broker.close();
      },
    };
  } catch (error) {
    await broker.close();
    throw error instanceof Failure ? asDevFailure(error) : error;
  }
}

/** The worker's own exit codes, 2 and 3, mean something else on this command, and its settings are flags. */
function asDevFailure({ code, message, help, cause }: Failure): Failure {
  const wayOut = code === 'CC9003' ? 'Stop what listens there, or choose another port with --port.' : help;
  return new Failure(code, message, { help: wayOut, cause, exitCode: ExitCode.error });
}

function workerProperties(bootstrapServer: string, restPort: number, dataDir: string): FlatConfig {
  const json = 'org.apache.kafka.connect.json.JsonConverter';
  return {
    'bootstrap.servers': bootstrapServer,
    listeners: `http://127.0.0.1:${restPort}`,
    'key.converter': json,
    'value.converter': json,
    'key.converter.schemas.enable': 'false',
    'value.converter.schemas.enable': 'false',
    'offset.storage.file.filename': join(dataDir, 'connect.offsets'),
    'offset.flush.interval.ms': String(OFFSET_FLUSH_INTERVAL_MS),
  };
}
