import { once } from 'node:events';
import { resolve } from 'node:path';
import { startBroker } from '../../broker/index.ts';
import { ExitCode } from '../../core/index.ts';
import type { Command } from '../command.ts';
import { parseListenAddress } from '../listen-address.ts';

interface Args {
  readonly listen: string;
  readonly data: string;
}

/** `connectctl broker`: the embedded broker until Ctrl-C or SIGTERM. */
export const command: Command<Args> = {
  builder: (yargs) =>
    yargs
      .option('listen', {
        type: 'string',
        default: '127.0.0.1:9092',
        describe: 'HOST:PORT to serve the Kafka protocol on; port 0 takes a free one',
        requiresArg: true,
      })
      .option('data', {
        type: 'string',
        default: '.connectctl/broker',
        describe: 'folder that keeps topics and offsets',
        requiresArg: true,
      })
      .example('$0 broker', 'a broker on 127.0.0.1:9092')
      .example('$0 broker --listen 127.0.0.1:0 --data /tmp/kafka', 'on any free port, data elsewhere'),

  async run({ listen, data }, io) {
    const { host, port } = parseListenAddress('listen', listen);
    const broker = await startBroker({
      host,
      port,
      dataDir: resolve(io.cwd, data),
      log: (message) => io.stderr.write(`${message}\n`),
    });
    io.stdout.write(`Kafka broker listening on ${host}:${broker.port}, data in ${data}\n`);
    if (!io.signal.aborted) await once(io.signal, 'abort');
    await broker.close();
    return ExitCode.done;
  },
};
