import type { FlatConfig } from '../../core/index.ts';
import { ConfigError } from '../config/index.ts';
import type { ConfigProvider, ProviderParams } from './config-provider.ts';
import { directoryConfigProvider } from './directory-config-provider.ts';
import { envConfigProvider } from './env-config-provider.ts';
import { fileConfigProvider } from './file-config-provider.ts';

type Env = Readonly<Record<string, string | undefined>>;

const PACKAGE = 'org.apache.kafka.common.config.provider.';

const factories: Readonly<Record<string, (params: ProviderParams, env: Env) => ConfigProvider>> = {
  FileConfigProvider: fileConfigProvider,
  DirectoryConfigProvider: directoryConfigProvider,
  EnvVarConfigProvider: envConfigProvider,
};

/** Full class names of the providers that a worker has. */
export const configProviderClasses: readonly string[] = Object.keys(factories).map((name) => PACKAGE + name);

/**
 * The providers of `config.providers=a,b` with `config.providers.a.class` and `config.providers.a.param.*`.
 * @throws ConfigError for a provider without a class, or with one that is not built in
 */
export function configuredProviders(workerProps: FlatConfig, env: Env): ReadonlyMap<string, ConfigProvider> {
  const names = (workerProps['config.providers'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return new Map(names.map((name) => [name, configuredProvider(name, workerProps, env)]));
}

function configuredProvider(name: string, workerProps: FlatConfig, env: Env): ConfigProvider {
  const key = `config.providers.${name}.class`;
  const className = workerProps[key]?.trim();
  if (className === undefined) throw ConfigError.missing(key);
  const factory = factories[className.startsWith(PACKAGE) ? className.slice(PACKAGE.length) : className];
  if (!factory) throw ConfigError.invalid(key, className, `Class ${className} could not be found.`);
  const prefix = `config.providers.${name}.param.`;
  const params = Object.entries(workerProps).filter(([param]) => param.startsWith(prefix));
  const provider = factory(
    Object.fromEntries(params.map(([param, value]) => [param.slice(prefix.length), value])),
    env,
  );
  return { ...provider, ttlMs: ttlMs(`${prefix}${TTL_PARAM}`, workerProps) };
}

/** Kafka's providers never give a ttl; of ours each one does that is told to. */
const TTL_PARAM = 'ttl.ms';

function ttlMs(key: string, workerProps: FlatConfig): number | undefined {
  const text = workerProps[key];
  if (text === undefined) return undefined;
  const value = Number(text.trim());
  if (!Number.isInteger(value) || value < 1) throw ConfigError.invalid(key, text, 'Value must be at least 1');
  return value;
}
