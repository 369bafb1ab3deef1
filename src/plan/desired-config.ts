import { type FlatConfig, Sensitive } from '../core/index.ts';
import type { ConfigText, ResolvedConnector } from '../definition/index.ts';
import { ignoredKeys } from './compare-config.ts';
import { isSensitiveField } from './describe-field.ts';
import { type DigestSalt, digestAround, digestValue, formatApplied, NO_DIGEST } from './digest.ts';
import { digestSecret } from './digest-secret.ts';
import { isInternal, isMark, marks } from './marks.ts';
import { type ClassDefinition, isServerMask } from './observed.ts';
import { holdsSecret, isProviderReference } from './shown-value.ts';

/** What a write needs to know besides the connector. */
export interface WriteContext {
  readonly salt: DigestSalt;
  readonly definition: ClassDefinition | undefined;
  readonly ignoreKeys: readonly string[];
  /** Undefined: `ownership: none`, so no marks. */
  readonly owner: string | undefined;
  readonly masksSecrets: boolean;
}

export interface WriteConfig {
  /** The whole config for a POST or PUT; secrets are in clear: it goes onto the wire and nowhere else. */
  readonly config: FlatConfig;
  /** Keys that a PUT would have to send back and whose value the worker hides: only a PATCH can do it. */
  readonly hidden: readonly string[];
}

/**
 * The config to send. A PUT replaces everything, so what the file leaves to the worker (`${keep}`, ignored keys) is
 * taken from the live config, read just before. `extra` are further marks, such as the one of a move.
 */
export function configToWrite(
  desired: ResolvedConnector,
  live: Readonly<Record<string, string | null>> | undefined,
  context: WriteContext,
  extra: FlatConfig = {},
): WriteConfig {
  const config: Record<string, string> = {};
  const hidden: string[] = [];
  const isIgnored = ignoredKeys(context.ignoreKeys);
  for (const [key, value] of Object.entries(live ?? {})) {
    const isLeftToWorker = desired.keep.has(key) || (isIgnored(key) && !desired.config.has(key));
    if (!isLeftToWorker || value === null || isMark(key) || isInternal(key)) continue;
    if (isServerMask(value)) hidden.push(key);
    else config[key] = value;
  }
  for (const [key, value] of desired.keep) {
    if (value !== undefined && (live?.[key] ?? undefined) === undefined) config[key] = reveal(value);
  }
  for (const [key, value] of desired.config) config[key] = reveal(value);
  return { config: { ...config, ...marksOf(desired, context), ...extra }, hidden };
}

/** The PATCH that leads from the live config to the same one, leaving hidden and kept keys alone; null takes a key away. */
export function patchToWrite(
  desired: ResolvedConnector,
  live: Readonly<Record<string, string | null>>,
  context: WriteContext,
  extra: FlatConfig = {},
): Readonly<Record<string, string | null>> {
  const { config, hidden } = configToWrite(desired, live, context, extra);
  const patch: Record<string, string | null> = {};
  for (const [key, value] of Object.entries(config)) if (live[key] !== value) patch[key] = value;
  for (const key of Object.keys(live)) {
    const isLeftAlone = key === 'name' || isInternal(key) || hidden.includes(key) || key in config;
    if (!isLeftAlone) patch[key] = null;
  }
  return patch;
}

/** The config for the worker's validation: without marks, `${keep}` and hidden keys. */
export function configToValidate(desired: ResolvedConnector): FlatConfig {
  const config: Record<string, string> = { name: desired.name };
  for (const [key, value] of desired.config) config[key] = reveal(value);
  return config;
}

/** Our marks on a connector, `connectctl.applied` included. */
export function marksOf(desired: ResolvedConnector, context: WriteContext): FlatConfig {
  if (context.owner === undefined) return {};
  return {
    [marks.owner]: context.owner,
    [marks.pipeline]: desired.pipeline,
    ...(desired.preventDestroy && { [marks.protected]: 'true' }),
    [marks.applied]: appliedOf(desired, context),
  };
}

function appliedOf(desired: ResolvedConnector, context: WriteContext): string {
  const digests = new Map<string, string>();
  for (const [key, value] of desired.config) {
    const text = reveal(value);
    const isReference = isProviderReference(text);
    const isSecret = value instanceof Sensitive || isSensitiveField(key, desired, context.definition);
    if (isReference || !(isSecret || holdsSecret(text))) digests.set(key, digestValue(context.salt, key, text));
    else if (!context.masksSecrets) digests.set(key, NO_DIGEST);
    else digests.set(key, isSecret ? digestSecret(context.salt, text) : digestAround(context.salt, key, text));
  }
  return formatApplied(digests);
}

/** The one place on the control side where a secret is unwrapped to be sent. */
function reveal(value: ConfigText): string {
  return value instanceof Sensitive ? value.reveal() : value;
}
