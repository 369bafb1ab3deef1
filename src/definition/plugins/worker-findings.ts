import { type ConfigInfos, type Diagnostic, withoutSecrets } from '../../core/index.ts';
import type { ResolvedConnector } from '../resolved.ts';
import { secretsOf } from '../secrets-of.ts';

/** What a worker's own validation has against a connector, at the lines that wrote the keys. */
export function workerFindings(connector: ResolvedConnector, answer: ConfigInfos): readonly Diagnostic[] {
  return answer.configs.flatMap(({ value }) => {
    // What was left out of the question can't be held against it.
    if (connector.keep.has(value.name)) return [];
    return [...new Set(value.errors)].map(
      (error): Diagnostic => ({
        code: 'CC4014',
        severity: 'error',
        message: `${connector.name}: ${withoutSecrets(error, secretsOf(connector))}`,
        ...(connector.sensitiveKeys.has(value.name) ? { sensitive: true } : {}),
        source: connector.sourceOf(value.name) ?? connector.sourceOf('connector.class') ?? connector.source,
      }),
    );
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
