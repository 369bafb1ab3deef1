import { type FlatConfig, sensitiveKeyTest, withoutSecrets } from '../core/index.ts';
import { type ResolvedConnector, secretsOf, withParts } from '../definition/index.ts';
import { isSensitiveField, textOf } from './describe-field.ts';
import { type ClassDefinition, isServerMask } from './observed.ts';
import { isProviderReference } from './shown-value.ts';

/** Makes words of a worker printable: messages and traces may quote the secrets of the connector that they are about. */
export type WorkerWords = (text: string) => string;

/** For a connector of the files, or on the worker, or both; `definition` is what is known of its class. */
export function workerWords(
  desired: ResolvedConnector | undefined,
  live: FlatConfig | undefined,
  definition: ClassDefinition | undefined,
): WorkerWords {
  let secrets: readonly string[] | undefined;
  return (text) => {
    const names = desired ?? noFile;
    const isSensitive = (key: string): boolean => isSensitiveField(key, names, definition);
    const written = Object.fromEntries([...(desired?.config ?? [])].map(([key, value]) => [key, textOf(value)]));
    secrets ??= [
      ...(desired ? secretsOf(desired) : []),
      ...secretsOfLive(written, isSensitive),
      ...secretsOfLive(live ?? {}, isSensitive),
    ];
    return withoutSecrets(text, secrets);
  };
}

/** What is secret in a connector that no file defines is known by its name, and by its class. */
const noFile = { sensitiveKeys: new Set<string>(), isSensitiveKey: sensitiveKeyTest() };

/** The secrets of a live config, in clear: to find them in what the worker says, and for nothing else. */
export function secretsOfLive(config: FlatConfig, isSensitive: (key: string) => boolean): readonly string[] {
  return Object.entries(config).flatMap(([key, value]: [string, string | null]) => {
    if (value === null || !isSensitive(key) || isServerMask(value) || isProviderReference(value)) return [];
    return withParts(value);
  });
}
