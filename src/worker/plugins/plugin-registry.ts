import { compare, type PluginInfo, type PluginType } from '../../core/index.ts';
import type { ConnectorPlugin, Plugin } from './plugin.ts';
import { ConnectError } from './plugin.ts';
import { aliasesOf, simpleName } from './plugin-names.ts';

type PluginOf<K extends PluginType> = Extract<Plugin, { readonly kind: K }>;

/** As GET /connector-plugins lists them: connectors first, sinks before sources. */
const listOrder: readonly PluginType[] = [
  'sink',
  'source',
  'transformation',
  'predicate',
  'converter',
  'header_converter',
];

/** Every plugin of a worker, found by full class name or by an alias that stands for one class only. */
export class PluginRegistry {
  readonly #plugins: readonly Plugin[];
  /** null: the alias stands for several classes, and so for none. */
  readonly #classByAlias = new Map<string, string | null>();
  readonly #byKindAndClass = new Map<string, Plugin>();

  /** Of two plugins of one kind and class the first counts. */
  constructor(plugins: readonly Plugin[]) {
    for (const plugin of plugins) {
      const id = idOf(plugin.kind, plugin.className);
      if (this.#byKindAndClass.has(id)) continue;
      this.#byKindAndClass.set(id, plugin);
      for (const alias of aliasesOf(plugin.className, plugin.kind)) this.#addAlias(alias, plugin.className);
      this.#classByAlias.set(plugin.className, plugin.className);
    }
    this.#plugins = [...this.#byKindAndClass.values()].sort(
      (a, b) => listOrder.indexOf(a.kind) - listOrder.indexOf(b.kind) || compare(a.className, b.className),
    );
  }

  /** In the order of the REST API. */
  list(): readonly PluginInfo[] {
    return this.#plugins.map(({ className, kind, version }) => ({ class: className, type: kind, version }));
  }

  classNames(kind: PluginType): readonly string[] {
    return this.#plugins.filter((plugin) => plugin.kind === kind).map((plugin) => plugin.className);
  }

  /** The tasks' classes of all connectors. */
  taskClassNames(): readonly string[] {
    return this.#plugins.filter(isConnector).map(({ taskClassName }) => taskClassName);
  }

  /** A plugin of this kind by class name or alias. */
  find<K extends PluginType>(kind: K, name: string): PluginOf<K> | undefined {
    const className = this.#classByAlias.get(name);
    if (typeof className !== 'string') return undefined;
    return this.#byKindAndClass.get(idOf(kind, className)) as PluginOf<K> | undefined;
  }

  /** A plugin of any kind; of a class that plays two roles the first in list order. */
  findAny(name: string): Plugin | undefined {
    const className = this.#classByAlias.get(name);
    return this.#plugins.find((plugin) => plugin.className === className);
  }

  /** The full class name that a CLASS value stands for: a plugin's, or that of the abstract class of `$Key` and `$Value`. */
  lookupClass(name: string): string | undefined {
    return this.#classByAlias.get(name) ?? (this.innerClasses(name).length > 0 ? name : undefined);
  }

  /** `X$Key` and `X$Value` of a class X that is only their base. */
  innerClasses(className: string): readonly string[] {
    return [...new Set(this.#plugins.map((plugin) => plugin.className))]
      .filter((inner) => inner.startsWith(`${className}$`))
      .sort(compare);
  }

  /** @throws ConnectError with Kafka's message, which lists what there is */
  findConnector(name: string): ConnectorPlugin {
    const found = this.find('source', name) ?? this.find('sink', name);
    if (found) return found;
    const connectors = this.#plugins.filter(isConnector);
    const matches = connectors.filter(({ className }) => [name, `${name}Connector`].includes(simpleName(className)));
    const [only, second] = matches;
    if (only && !second) return only;
    throw new ConnectError(
      second
        ? `More than one connector matches alias ${name}. Please use full package and class name instead. ` +
            `Classes found: ${matches.map(describe).join(', ')}`
        : `Failed to find any class that implements Connector and which name matches ${name}, ` +
            `available connectors are: ${connectors.map(describe).join(', ')}`,
    );
  }

  #addAlias(alias: string, className: string): void {
    const known = this.#classByAlias.get(alias);
    this.#classByAlias.set(alias, known === undefined || known === className ? className : null);
  }
}

export function isConnector(plugin: Plugin): plugin is ConnectorPlugin {
  return plugin.kind === 'source' || plugin.kind === 'sink';
}

function idOf(kind: PluginType, className: string): string {
  return `${kind} ${className}`;
}

/** PluginDesc.toString. */
function describe({ className, version, kind }: ConnectorPlugin): string {
  return (
    `PluginDesc{klass=class ${className}, name='${className}', version='${version}', ` +
    `encodedVersion=${version}, type=${kind}, typeName='${kind}', location='classpath'}`
  );
}
