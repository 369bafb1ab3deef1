import { startBroker } from '../../src/broker/index.ts';

/** Serves the folder it is given, and prints its port. For tests that kill it. */
const broker = await startBroker({ host: '127.0.0.1', port: 0, dataDir: process.argv[2] ?? '' });
process.stdout.write(`${broker.port}\n`);
