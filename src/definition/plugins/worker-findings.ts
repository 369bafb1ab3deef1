import { type ConfigInfos, type Diagnostic, withoutSecrets } from '../../core/index.ts';
import type { ResolvedConnector } from '../resolved.ts';
import { secretsOf, withParts } from '../secrets-of.ts';

/** What a worker's own validation has against a connector, at the lines that wrote the keys. */
export function workerFindings(connector: ResolvedConnector, answer: ConfigInfos): readonly Diagnostic[] {
  const secrets = [...secretsOf(connector), ...passwordsOf(connector, answer)];
  return answer.configs.flatMap(({ value }) => {
    // What was left out of the question can't be held against it.
    if (connector.keep.has(value.name)) return [];
    return [...new Set(value.errors)].map(
      (error): Diagnostic => ({
        code: 'CC4014',
        severity: 'error',
        message: `${connector.name}: ${withoutSecrets(error, secrets)}`,
        ...(connector.sensitiveKeys.has(value.name) ? { sensitive: true } : {}),
        source: connector.sourceOf(value.name) ?? connector.sourceOf('connector.class') ?? connector.source,
      }),
    );
  });
}

/** The values of what is a password by its class alone. */
function passwordsOf({ config }: ResolvedConnector, { configs }: ConfigInfos): readonly string[] {
  const keys = configs.flatMap(({ definition }) => (definition?.type === 'PASSWORD' ? [definition.name] : []));
  return keys.flatMap((key) => {
    const value = config.get(key);
    return typeof value === 'string' ? withParts(value) : [];
  });
}

/** A connector that the worker can't validate at all, for want of its class as a rule. */
export function refusedByWorker(connector: ResolvedConnector, message: string): Diagnostic {
  // The list of what is there, a page of Java objects, follows the first comma.
  const isUnknown = /^(?:.*?: )?Failed to find any class that implements Connector/.test(message);
  const name = connector.config.get('connector.class');
  return {
    code: isUnknown ? 'CC4015' : 'CC4013',
    severity: 'error',
    message: isUnknown
      ? `the worker has no connector plugin "${String(name)}" (${connector.name})`
      : `the worker can't validate "${connector.name}": ${withoutSecrets(message, secretsOf(connector))}`,
    ...(isUnknown ? { help: '`connectctl plugins` lists what it has' } : {}),
    source: connector.sourceOf('connector.class') ?? connector.source,
  };
}
