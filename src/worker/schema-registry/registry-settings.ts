import type { ConnectionOptions } from 'node:tls';
import { type FlatConfig, Sensitive } from '../../core/index.ts';
import { tlsOptions } from '../clients/index.ts';
import { ConfigError, type ParsedConfig } from '../config/index.ts';

/** How often, and after which waits, a registry is asked again that does not answer. */
export interface RegistryRetries {
  readonly max: number;
  readonly firstWaitMs: number;
  readonly maxWaitMs: number;
}

/** How a registry is reached, out of a converter's settings. */
export interface RegistrySettings {
  /** Without credentials. */
  readonly urls: readonly URL[];
  /** The Authorization header. */
  readonly authorization: Sensitive | null;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly retries: RegistryRetries;
  readonly tls: ConnectionOptions;
  /** normalize.schemas. */
  readonly normalize: boolean;
}

/** @throws ConfigError where an address or a credential cannot be used */
export function registrySettings(config: ParsedConfig): RegistrySettings {
  const given = (config['schema.registry.url'] as readonly string[]).map(parseUrl);
  const urls = given.map(withoutCredentials);
  return {
    urls: config['schema.registry.url.randomize'] === true ? turned(urls) : urls,
    authorization: authorizationOf(config, given[0]!),
    timeoutMs: config['http.read.timeout.ms'] as number,
    connectTimeoutMs: config['http.connect.timeout.ms'] as number,
    retries: {
      max: config['max.retries'] as number,
      firstWaitMs: config['retries.wait.ms'] as number,
      maxWaitMs: config['retries.max.wait.ms'] as number,
    },
    tls: given.some(({ protocol }) => protocol === 'https:') ? tlsOptions(tlsProps(config)) : {},
    normalize: config['normalize.schemas'] as boolean,
  };
}

/** Beginning with any of them. */
function turned(urls: readonly URL[]): readonly URL[] {
  const start = Math.floor(Math.random() * urls.length);
  return [...urls.slice(start), ...urls.slice(0, start)];
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw new ConfigError('schema.registry.url: every address has to be a URL that begins with http:// or https://');
}

function withoutCredentials(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}

function authorizationOf(config: ParsedConfig, url: URL): Sensitive | null {
  const bearer = config['bearer.auth.token'];
  if (config['bearer.auth.credentials.source'] === 'STATIC_TOKEN') {
    if (bearer instanceof Sensitive) return new Sensitive(`Bearer ${bearer.reveal()}`);
    throw new ConfigError('bearer.auth.token has to be given with bearer.auth.credentials.source=STATIC_TOKEN');
  }
  const user =
    config['basic.auth.credentials.source'] === 'USER_INFO'
      ? userInfo(config)
      : url.username === ''
        ? null
        : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return user === null ? null : new Sensitive(`Basic ${Buffer.from(user).toString('base64')}`);
}

function userInfo(config: ParsedConfig): string {
  const given = config['basic.auth.user.info'] ?? config['schema.registry.basic.auth.user.info'];
  if (given instanceof Sensitive && given.reveal() !== '') return given.reveal();
  throw new ConfigError('basic.auth.user.info has to be given with basic.auth.credentials.source=USER_INFO');
}

/** `schema.registry.ssl.*` under the names that the clients' settings have. */
function tlsProps(config: ParsedConfig): FlatConfig {
  const prefix = 'schema.registry.';
  const entries = Object.entries(config)
    .filter(([key, value]) => key.startsWith(`${prefix}ssl.`) && value !== null && value !== undefined)
    .map(([key, value]) => [key.slice(prefix.length), value instanceof Sensitive ? value.reveal() : String(value)]);
  return Object.fromEntries(entries) as FlatConfig;
}
