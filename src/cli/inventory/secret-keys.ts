import { type ConnectClient, ConnectFailure } from '../../connect/index.ts';
import { type ConfigKeyInfo, Failure, type FlatConfig, MASK } from '../../core/index.ts';
import type { ResolvedConnector } from '../../definition/index.ts';
import {
  type ClassDefinition,
  isProviderReference,
  isSensitiveField,
  isServerMask,
  shownValue,
} from '../../plan/index.ts';
import type { Connection } from '../connections.ts';

/** Masks the configs of one worker; asks it once a plugin class which keys are passwords. */
export interface ConfigMasker {
  /**
   * The config as it may be printed: `(sensitive)` for what a key's name, the project's files or its plugin's definition
   * call a secret, and for keys of a class that the worker can't describe; references (`${file:…}`) as they stand.
   */
  mask(config: FlatConfig): Promise<FlatConfig>;
}

/** @param onUnread is told once why the files, which may call further keys of a connector secret, can't be read */
export function configMasker(connection: Connection, onUnread?: (why: Failure) => void): ConfigMasker {
  let defined: Promise<DefinedConnectors> | undefined;
  const definitions = new Map<string, Promise<ClassDefinition>>();
  const definitionOf = (className: string): Promise<ClassDefinition> => {
    let found = definitions.get(className);
    if (!found) {
      found = readDefinition(connection.client, className);
      definitions.set(className, found);
    }
    return found;
  };
  return {
    mask: async (config) => {
      defined ??= definedConnectors(connection, onUnread);
      const [isPassword, connectors] = await Promise.all([passwordTest(config, definitionOf), defined]);
      const file = connectors.get(config['name'] ?? '') ?? nothingKnown;
      const shown = Object.entries(config).map(([key, value]: [string, string | null]) => {
        if (value === null) return [key, null];
        if (isProviderReference(value)) return [key, value];
        const isSecret =
          connection.isSensitiveKey(key) ||
          isSensitiveField(key, file, undefined) ||
          isPassword(key) ||
          isServerMask(value);
        return [key, isSecret ? MASK : shownValue(value)];
      });
      return Object.fromEntries(shown) as FlatConfig;
    },
  };
}

type DefinedConnectors = ReadonlyMap<string, Pick<ResolvedConnector, 'sensitiveKeys' | 'isSensitiveKey'>>;

/** What the files define; nothing with --connect, and nothing where they are wrong: that is no reason to show nothing. */
async function definedConnectors(
  connection: Connection,
  onUnread?: (why: Failure) => void,
): Promise<DefinedConnectors> {
  try {
    const resolution = await connection.resolution();
    return new Map(resolution?.connectors.map((connector) => [connector.name, connector]));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // No pipeline file at all: connectctl.yaml may be there for its addresses alone.
    if (error.code !== 'CC1013') onUnread?.(error);
    return new Map();
  }
}

/** Plugins inside a connector's config: the key that names the class, and the prefix of its own keys. */
const EMBEDDED = /^((?:key|value|header)\.converter|(?:transforms|predicates)\.[^.]+)(\.type)?$/;

async function passwordTest(
  config: FlatConfig,
  definitionOf: (className: string) => Promise<ClassDefinition>,
): Promise<(key: string) => boolean> {
  const embedded = Object.entries(config)
    .map(([key, className]) => ({ match: EMBEDDED.exec(key), className }))
    .filter(({ match }) => match !== null && (match[2] !== undefined || match[1]!.endsWith('.converter')))
    .map(async ({ match, className }) => ({ prefix: `${match![1]}.`, definition: await definitionOf(className) }));
  const [own, inner] = await Promise.all([definitionOf(config['connector.class'] ?? ''), Promise.all(embedded)]);
  return (key) => {
    const inside = inner.find(({ prefix }) => key.startsWith(prefix));
    if (!inside) return isSensitiveField(key, nothingKnown, own);
    const innerKey = key.slice(inside.prefix.length);
    if (/^(?:type|predicate|negate)$/.test(innerKey)) return false;
    if (inside.definition.kind === 'unreadable') return true;
    return inside.definition.keys.get(innerKey)?.type === 'PASSWORD';
  };
}

const nothingKnown = { sensitiveKeys: new Set<string>(), isSensitiveKey: () => false };

/** Before 3.2 only a validation tells a class's keys, and only a connector's. */
async function readDefinition(client: ConnectClient, className: string): Promise<ClassDefinition> {
  if (className === '') return { kind: 'keys', keys: new Map() };
  try {
    return toDefinition(await client.pluginConfig(className));
  } catch (error) {
    if (!(error instanceof ConnectFailure) || error.kind !== 'api') throw error;
    if (error.apiMessage.startsWith('HTTP ')) return readByValidation(client, className);
    return { kind: 'unreadable', message: error.apiMessage };
  }
}

async function readByValidation(client: ConnectClient, className: string): Promise<ClassDefinition> {
  try {
    const { configs } = await client.validate(className, { 'connector.class': className });
    return toDefinition(configs.flatMap(({ definition }) => definition ?? []));
  } catch (error) {
    if (error instanceof ConnectFailure && error.kind === 'api') {
      return { kind: 'unreadable', message: error.apiMessage };
    }
    throw error;
  }
}

function toDefinition(keys: readonly ConfigKeyInfo[]): ClassDefinition {
  return { kind: 'keys', keys: new Map(keys.map((key) => [key.name, key])) };
}
