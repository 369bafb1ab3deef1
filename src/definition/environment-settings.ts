import { Sensitive } from '../core/index.ts';
import { childOf, entriesOf, isNull, type MapNode, type Node, spanOf } from './node.ts';
import type { Environment } from './project-file.ts';
import type { Report } from './report.ts';
import { resolveNode } from './resolve-node.ts';
import type { ConnectSettings, ConnectTls, KafkaSettings, ResolvedEnvironment } from './resolved.ts';
import type { Scope } from './scope.ts';
import { readBoolean, readChoice, readText, readTexts, reportKind } from './typed-value.ts';

/**
 * What an environment of connectctl.yaml says, references worked in.
 *
 * @param isSensitive tells secret header names
 */
export function resolveSettings(
  environment: Environment,
  project: string,
  scope: Scope,
  isSensitive: (key: string) => boolean,
): ResolvedEnvironment {
  const read = new SettingsReader(environment.settings, scope);
  const ownership = read.choice('ownership', ['marks', 'none'] as const) ?? 'marks';
  const prune = read.boolean('prune') ?? false;
  return {
    name: environment.name,
    project,
    connect: connectSettings(read, environment, isSensitive),
    kafka: kafkaSettings(read),
    owner: read.text('owner') ?? `${project}/${environment.name}`,
    ownership,
    // Without marks there is nothing to prune by, whatever an environment below says.
    prune: prune && ownership !== 'none',
    protected: read.boolean('protected') ?? false,
    ignoreKeys: read.texts('ignoreKeys'),
    source: spanOf(environment.key),
  };
}

/** Reads the fields of one map; what is missing is undefined. */
class SettingsReader {
  readonly #map: MapNode | undefined;
  readonly #scope: Scope;
  readonly #way: string;

  constructor(map: MapNode | undefined, scope: Scope, way = '') {
    this.#map = map;
    this.#scope = scope;
    this.#way = way;
  }

  get report(): Report {
    return this.#scope.report;
  }

  get exists(): boolean {
    return this.#map !== undefined;
  }

  get(key: string): Node | undefined {
    const value = this.#map && childOf(this.#map, key);
    const node = value && resolveNode(value, this.#scope);
    return node === undefined || typeof node === 'string' || isNull(node) ? undefined : node;
  }

  /** Reads a map below; empty where it is missing or none. */
  below(key: string): SettingsReader {
    const node = this.get(key);
    if (node && node.kind !== 'map') reportKind(node, this.#name(key), 'a map', this.report);
    return new SettingsReader(node?.kind === 'map' ? node : undefined, this.#scope, `${this.#way}${key}.`);
  }

  text(key: string): string | undefined {
    const node = this.get(key);
    return node && readText(node, this.#name(key), this.report);
  }

  /** A text that must not be empty where the map itself is written. */
  required(key: string): string {
    return this.text(key) ?? '';
  }

  secret(key: string): Sensitive {
    return new Sensitive(this.required(key));
  }

  texts(key: string): string[] {
    const node = this.get(key);
    return node ? readTexts(node, this.#name(key), this.report) : [];
  }

  boolean(key: string): boolean | undefined {
    const node = this.get(key);
    return node && readBoolean(node, this.#name(key), this.report);
  }

  choice<T extends string>(key: string, choices: readonly T[]): T | undefined {
    const node = this.get(key);
    return node && readChoice(node, this.#name(key), choices, this.report);
  }

  #name(key: string): string {
    return `${this.#way}${key}`;
  }
}

function connectSettings(
  read: SettingsReader,
  environment: Environment,
  isSensitive: (key: string) => boolean,
): ConnectSettings {
  const connect = read.below('connect');
  const written = childOf(environment.settings, 'connect');
  if (written?.kind !== 'map' || !childOf(written, 'url')) {
    read.report.add('CC1008', environment.key, `environment "${environment.name}" has no connect.url`, {
      help: 'write connect: { url: http://127.0.0.1:8083 }',
    });
  }
  return {
    urls: urls(connect),
    auth: authentication(connect.below('auth')),
    tls: tls(connect.below('tls')),
    headers: headers(connect, isSensitive),
  };
}

function urls(connect: SettingsReader): string[] {
  const node = connect.get('url');
  for (const item of node?.kind === 'list' ? node.items : node ? [node] : []) {
    if (item.kind !== 'scalar' || item.placeholder || /^https?:\/\/[^\s/]+/i.test(item.text)) continue;
    connect.report.add('CC1009', item, 'connect.url has to begin with http:// or https://', {
      help: 'as in http://127.0.0.1:8083',
    });
  }
  return connect.texts('url').map((url) => url.replace(/\/+$/, ''));
}

function authentication(auth: SettingsReader): ConnectSettings['auth'] {
  const basic = auth.below('basic');
  if (basic.exists) {
    return { kind: 'basic', username: basic.required('username'), password: basic.secret('password') };
  }
  return auth.get('bearer') ? { kind: 'bearer', token: auth.secret('bearer') } : undefined;
}

function tls(read: SettingsReader): ConnectTls | undefined {
  return read.exists ? { ca: read.text('ca'), cert: read.text('cert'), key: read.text('key') } : undefined;
}

function headers(connect: SettingsReader, isSensitive: (key: string) => boolean): ConnectSettings['headers'] {
  const all = new Map<string, string | Sensitive>();
  const names = entriesOf(connect.get('headers')).map((entry) => entry.key.text);
  const read = connect.below('headers');
  for (const name of names) {
    const text = read.text(name);
    const isSecret = isSensitive(name) || isSecretSetting(name);
    if (text !== undefined) all.set(name, isSecret ? new Sensitive(text) : text);
  }
  return all;
}

/** Whether a key of `connect` holds a secret, besides those that a glob tells: bearer, and headers that carry credentials. */
export function isSecretSetting(key: string): boolean {
  return /^bearer$|authorization|cookie|api-?key/i.test(key);
}

function kafkaSettings(read: SettingsReader): KafkaSettings | undefined {
  const kafka = read.below('kafka');
  if (!kafka.exists) return undefined;
  const servers = kafka.texts('bootstrapServers').flatMap((text) => text.split(','));
  return {
    bootstrapServers: servers.map((server) => server.trim()).filter((server) => server !== ''),
    tls: kafka.get('tls')?.kind === 'map' ? (tls(kafka.below('tls')) ?? false) : (kafka.boolean('tls') ?? false),
    sasl: sasl(kafka.below('sasl')),
  };
}

function sasl(read: SettingsReader): KafkaSettings['sasl'] {
  if (!read.exists) return undefined;
  const mechanism = read.choice('mechanism', ['plain', 'scram-sha-256', 'scram-sha-512'] as const) ?? 'plain';
  return { mechanism, username: read.required('username'), password: read.secret('password') };
}
