import { withoutSecrets } from '../../core/index.ts';
import { secretsOfLive, type WorkerWords } from '../../plan/index.ts';
import type { Connection } from '../connections.ts';
import type { LiveConnector } from './live-connectors.ts';

/** Makes a worker's words about one connector printable: what its keys' names call a secret is taken out. */
export function wordsAbout(connection: Pick<Connection, 'isSensitiveKey'>, { info }: LiveConnector): WorkerWords {
  const secrets = secretsOfLive(info.config, (key) => connection.isSensitiveKey(key));
  return (text) => withoutSecrets(text, secrets);
}
