import { ConnectFailure } from '../../connect/index.ts';
import { MASK, withoutSecrets } from '../../core/index.ts';
import { secretsOfLive, type WorkerWords } from '../../plan/index.ts';
import type { Connection } from '../connections.ts';
import type { LiveConnector } from './live-connectors.ts';
import { type ConfigMasker, configMasker } from './secret-keys.ts';

/**
 * Makes a worker's words about one connector printable: what its keys' names or its class call a secret is taken out. Asks
 * once a class; where the worker can't be asked any more, every value of the config counts as one.
 */
export async function wordsAbout(connection: Connection, { info }: LiveConnector): Promise<WorkerWords> {
  const masker = maskers.get(connection) ?? configMasker(connection);
  maskers.set(connection, masker);
  const shown = await masker.mask(info.config).catch((error: unknown) => {
    if (error instanceof ConnectFailure) return undefined;
    throw error;
  });
  const secrets = secretsOfLive(info.config, (key) => (shown?.[key] ?? MASK) === MASK);
  return (text) => withoutSecrets(text, secrets);
}

const maskers = new WeakMap<Connection, ConfigMasker>();
