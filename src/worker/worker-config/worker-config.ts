import type { FlatConfig } from '../../core/index.ts';
import { ConfigError, parseConfig, validateConfig } from '../config/index.ts';
import type { PluginRegistry } from '../plugins/index.ts';
import { type DefaultConverters, type OverridePolicy, overridePolicy, requirePlugin } from '../validation/index.ts';
import { type Listener, parseAdminListeners, parseListeners } from './listener.ts';
import { workerConfigDef } from './worker-keys.ts';

/** A worker's settings, checked; times in milliseconds. */
export interface WorkerConfig {
  /** All of them as text, with config provider references resolved. */
  readonly props: FlatConfig;
  readonly bootstrapServers: readonly string[];
  readonly defaultConverters: DefaultConverters;
  readonly offsetFile: string;
  readonly offsetFlushIntervalMs: number;
  readonly offsetFlushTimeoutMs: number;
  readonly taskShutdownTimeoutMs: number;
  readonly listeners: readonly Listener[];
  /** null: /admin is on the listeners; empty: nowhere. */
  readonly adminListeners: readonly Listener[] | null;
  readonly advertised: {
    readonly host: string | null;
    readonly port: number | null;
    readonly protocol: string | null;
  };
  readonly corsOrigin: string;
  readonly corsMethods: string;
  readonly responseHeaders: string;
  readonly clientAuth: 'required' | 'requested' | 'none';
  readonly pluginPath: readonly string[];
  readonly overridePolicy: OverridePolicy;
  /** How far back means and rates look. */
  readonly metricSamples: { readonly windowMs: number; readonly samples: number };
  readonly topicCreationEnabled: boolean;
  readonly topicTrackingEnabled: boolean;
  readonly topicTrackingResetAllowed: boolean;
}

/**
 * Reads a worker's properties.
 * @throws ConfigError with Kafka's message; where several keys are wrong, of all of them
 */
export function parseWorkerConfig(props: FlatConfig, registry: PluginRegistry): WorkerConfig {
  const lookup = (name: string) => registry.lookupClass(name);
  const errors = [...validateConfig(workerConfigDef, props, lookup).values()].flatMap((checked) => checked.errors);
  if (errors.length > 0) throw new ConfigError(errors.join('\n'));
  const parsed = parseConfig(workerConfigDef, props, lookup);
  const text = (key: string) => parsed[key] as string;
  const list = (key: string) => parsed[key] as readonly string[];
  const ms = (key: string) => Number(parsed[key]);
  const converter = (role: 'key' | 'value' | 'header') =>
    requirePlugin(
      registry,
      role === 'header' ? 'header_converter' : 'converter',
      text(`${role}.converter`),
      props[`${role}.converter.plugin.version`] ?? null,
    ).className;
  return {
    props,
    bootstrapServers: list('bootstrap.servers'),
    defaultConverters: { key: converter('key'), value: converter('value'), header: converter('header') },
    offsetFile: text('offset.storage.file.filename'),
    offsetFlushIntervalMs: ms('offset.flush.interval.ms'),
    offsetFlushTimeoutMs: ms('offset.flush.timeout.ms'),
    taskShutdownTimeoutMs: ms('task.shutdown.graceful.timeout.ms'),
    listeners: parseListeners(list('listeners')),
    adminListeners: parseAdminListeners(parsed['admin.listeners'] as readonly string[] | null),
    advertised: {
      host: parsed['rest.advertised.host.name'] as string | null,
      port: parsed['rest.advertised.port'] as number | null,
      protocol: parsed['rest.advertised.listener'] as string | null,
    },
    corsOrigin: text('access.control.allow.origin'),
    corsMethods: text('access.control.allow.methods'),
    responseHeaders: text('response.http.headers.config'),
    clientAuth: parsed['ssl.client.auth'] as 'required' | 'requested' | 'none',
    pluginPath: (parsed['plugin.path'] as readonly string[] | null) ?? [],
    overridePolicy: overridePolicy(
      text('connector.client.config.override.policy'),
      list('connector.client.config.override.allowlist'),
    ),
    metricSamples: { windowMs: ms('metrics.sample.window.ms'), samples: ms('metrics.num.samples') },
    topicCreationEnabled: parsed['topic.creation.enable'] as boolean,
    topicTrackingEnabled: parsed['topic.tracking.enable'] as boolean,
    topicTrackingResetAllowed: parsed['topic.tracking.allow.reset'] as boolean,
  };
}
