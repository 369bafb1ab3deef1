import { type ConfigKeyInfo, messageOf } from '../../core/index.ts';
import { type ConfigDef, configKeyInfo, defineConfig } from '../config/index.ts';
import { configProviderClasses } from '../config-providers/index.ts';
import { isConnector, type Plugin, type PluginRegistry } from '../plugins/index.ts';
import { type Herder, RequestError } from '../runtime/index.ts';
import { connectorKeys, overridePolicyClasses, requireVersion, sinkKeys, sourceKeys } from '../validation/index.ts';
import { json } from './answer.ts';
import { route } from './connector-routes.ts';
import { readJson } from './json-body.ts';
import { readConfig } from './json-shapes.ts';
import type { Route } from './router.ts';

/** /connector-plugins and below. */
export function pluginRoutes(herder: Herder, registry: PluginRegistry): Route[] {
  return [
    route('/connector-plugins', {
      GET: ({ query }) => {
        const connectorsOnly = (query.get('connectorsOnly') ?? 'true').toLowerCase() === 'true';
        const plugins = registry.list();
        return json(200, connectorsOnly ? plugins.filter(({ type }) => type === 'source' || type === 'sink') : plugins);
      },
    }),
    route('/connector-plugins/{plugin}/config', {
      GET: ({ path, query }) => json(200, pluginConfig(registry, path['plugin']!, query.get('version'))),
    }),
    route('/connector-plugins/{plugin}/config/validate', {
      PUT: async ({ path, body }) => {
        const config = readConfig(readJson(body), 'config');
        requireSamePlugin(path['plugin']!, config['connector.class'] ?? null);
        return json(200, await herder.validate(config));
      },
    }),
  ];
}

function requireSamePlugin(plugin: string, className: string | null): void {
  if (className === null || withoutSuffix(className).endsWith(withoutSuffix(plugin))) return;
  throw new RequestError(400, `Included connector type ${className} does not match request type ${plugin}`);
}

function withoutSuffix(name: string): string {
  return name.replace(/Connector$/, '');
}

/** A connector's own keys, then the framework's that it does not define itself; of other plugins their own. */
function pluginConfig(registry: PluginRegistry, name: string, version: string | null): ConfigKeyInfo[] {
  const plugin = registry.findAny(name);
  if (!plugin)
    throw isOtherClass(registry, name) ? notDocumented(name) : new RequestError(404, `Unknown plugin ${name}.`);
  try {
    requireVersion(registry, plugin, version);
  } catch (error) {
    throw new RequestError(400, messageOf(error), { cause: error });
  }
  return definitionOf(plugin, registry).keys.map((key) => configKeyInfo(key));
}

/** Classes that a worker has and that are no plugins with a config: those that a user may come across. */
function isOtherClass(registry: PluginRegistry, name: string): boolean {
  return [...registry.taskClassNames(), ...configProviderClasses, ...overridePolicyClasses].includes(name);
}

function notDocumented(name: string): RequestError {
  return new RequestError(
    400,
    `Invalid plugin class ${name}. ` +
      'Valid types are sink, source, converter, header_converter, transformation, predicate.',
  );
}

function definitionOf(plugin: Plugin, registry: PluginRegistry): ConfigDef {
  if (!isConnector(plugin)) return plugin.configDef;
  const own = new Set(plugin.configDef.keys.map((key) => key.name));
  const framework = [
    ...connectorKeys(registry, null, { 'connector.class': plugin.className }),
    ...(plugin.kind === 'source' ? sourceKeys : sinkKeys),
  ].filter((key) => !own.has(key.name));
  return { keys: [...plugin.configDef.keys, ...defineConfig(framework).keys] };
}
