import type { FlatConfig } from '../../core/index.ts';
import { ConfigError, parseConfig } from '../config/index.ts';
import { ConnectError, type Converter, type HeaderConverter, type PluginRegistry } from '../plugins/index.ts';
import { aliasesOf, converterConfig, type DefaultConverters, withImplicitKeys } from '../validation/index.ts';
import { javaErrorText } from './java-trace.ts';
import type { Named, TransformStage } from './task-deps.ts';

export interface TaskConverters {
  readonly keyConverter: Named<Converter>;
  readonly valueConverter: Named<Converter>;
  readonly headerConverter: Named<HeaderConverter>;
}

/**
 * A task's own converters. A connector that names a converter configures it alone; the worker's settings for
 * that role count only where it names none (Worker.startTask).
 * @throws ConfigError where a converter's settings are wrong
 */
export function taskConverters(
  registry: PluginRegistry,
  worker: FlatConfig,
  defaults: DefaultConverters,
  connector: FlatConfig,
): TaskConverters {
  const source = (role: keyof DefaultConverters) => {
    const own = connector[`${role}.converter`];
    return own === undefined
      ? { name: defaults[role], config: converterConfig(worker, role) }
      : { name: own.trim(), config: converterConfig(connector, role) };
  };
  const record = (role: 'key' | 'value'): Named<Converter> => {
    const { name, config } = source(role);
    const plugin = registry.find('converter', name);
    if (!plugin) throw ConfigError.invalid(`${role}.converter`, name, `Class ${name} could not be found.`);
    const instance = plugin.create();
    instance.configure(parseConfig(plugin.configDef, config), role === 'key');
    return { className: plugin.className, instance };
  };
  const header = source('header');
  const plugin = registry.find('header_converter', header.name);
  if (!plugin) throw ConfigError.invalid('header.converter', header.name, `Class ${header.name} could not be found.`);
  const instance = plugin.create();
  instance.configure(parseConfig(plugin.configDef, header.config));
  return {
    keyConverter: record('key'),
    valueConverter: record('value'),
    headerConverter: { className: plugin.className, instance },
  };
}

/**
 * The transforms of a connector, configured, in order (ConnectorConfig.transformationStages).
 * @throws ConnectError around what a transform or predicate refuses; stages made before it are closed
 */
export function transformStages(registry: PluginRegistry, config: FlatConfig): TransformStage[] {
  const stages: TransformStage[] = [];
  try {
    for (const alias of aliasesOf(config, 'transforms')) stages.push(transformStage(registry, config, alias));
    return stages;
  } catch (error) {
    for (const stage of stages) {
      stage.instance.close?.();
      stage.predicate?.instance.close?.();
    }
    throw new ConnectError(javaErrorText(error), { cause: error });
  }
}

function transformStage(registry: PluginRegistry, config: FlatConfig, alias: string): TransformStage {
  const prefix = `transforms.${alias}.`;
  const name = (config[`${prefix}type`] ?? '').trim();
  const plugin = registry.find('transformation', name);
  if (!plugin) throw ConfigError.invalid(`${prefix}type`, name, `Class ${name} could not be found.`);
  const def = withImplicitKeys(plugin.configDef);
  const parsed = parseConfig(def, withoutPrefix(config, prefix));
  const instance = plugin.create();
  instance.configure(parsed);
  const predicateAlias = parsed['predicate'] as string | null;
  return {
    alias,
    className: plugin.className,
    instance,
    predicate: predicateAlias === null ? null : stagePredicate(registry, config, predicateAlias),
    negate: parsed['negate'] as boolean,
  };
}

function stagePredicate(registry: PluginRegistry, config: FlatConfig, alias: string): TransformStage['predicate'] {
  if (!aliasesOf(config, 'predicates').includes(alias)) {
    // The validators let this pass, as 4.3.1 does; it is found when the task starts.
    const unknown = new ConfigError(`Unknown configuration 'predicates.${alias}.plugin.version'`);
    throw new ConnectError(javaErrorText(unknown), { cause: unknown });
  }
  const prefix = `predicates.${alias}.`;
  const name = (config[`${prefix}type`] ?? '').trim();
  const plugin = registry.find('predicate', name);
  if (!plugin) throw ConfigError.invalid(`${prefix}type`, name, `Class ${name} could not be found.`);
  const instance = plugin.create();
  instance.configure(parseConfig(plugin.configDef, withoutPrefix(config, prefix)));
  return { className: plugin.className, instance };
}

function withoutPrefix(config: FlatConfig, prefix: string): FlatConfig {
  const own = Object.entries(config).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}
