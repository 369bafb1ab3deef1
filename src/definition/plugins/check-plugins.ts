import { type Diagnostic, type PluginType, suggest } from '../../core/index.ts';
import type { Allowance, ResolvedConnector } from '../resolved.ts';
import type { PluginCatalogue } from './catalogue.ts';
import { checkFrameworkRules } from './check-framework-rules.ts';
import { listItems } from './check-value.ts';
import { checkClientOverrides } from './client-keys.ts';
import { type ConnectorValues, connectorValues } from './connector-values.ts';
import { freeKeyTest } from './free-keys.ts';
import { CONVERTERS, KNOWN_PREFIXES, PLUGIN_LISTS, TOPIC_CREATION } from './known-prefixes.ts';
import { type PluginDefinition, type PluginKey, shortName } from './plugin-definition.ts';
import { type ProblemReporter, problemReporter, slipOf } from './plugin-problem.ts';

export interface PluginCheck {
  /** Without those that the connector's `allow` names. */
  readonly diagnostics: readonly Diagnostic[];
  /** The allowances that silenced something. */
  readonly used: ReadonlySet<Allowance>;
  /** `CONNECTOR KEY` whose plugin is known, but not the values it allows (it was pulled without a probe). */
  readonly checkedByTypeOnly: ReadonlySet<string>;
  /** `CONNECTOR KEY` of plugins that are not known here: not checked at all. */
  readonly unchecked: ReadonlySet<string>;
  /** The classes of those, as written. */
  readonly unknownClasses: ReadonlySet<string>;
}

/** The keys that Connect's framework takes for every connector of a kind. */
export interface FrameworkKeys {
  readonly source: PluginDefinition;
  readonly sink: PluginDefinition;
}

/**
 * Checks every key of every connector against the definitions of its plugins, without a worker: what is missing,
 * mistyped or not allowed is an error; what no plugin knows, a warning, for Connect takes it in silence.
 */
export function checkPlugins(
  connectors: readonly ResolvedConnector[],
  catalogue: PluginCatalogue,
  framework: FrameworkKeys,
): PluginCheck {
  const tally: Tally = { typeOnly: new Set(), unchecked: new Set(), unknown: new Set(), names: new Map() };
  const used = new Set<Allowance>();
  const diagnostics = connectors.flatMap((connector) => {
    const check: Check = {
      name: connector.name,
      values: connectorValues(connector),
      report: problemReporter(connector),
      catalogue,
      framework,
      tally,
    };
    const kind = checkConnectorKeys(check);
    checkPluginLists(check);
    checkConverters(check);
    checkClientOverrides(check.values, check.report);
    checkFrameworkRules(check.values, check.report, kind);
    return check.report.diagnostics.filter(({ code, severity }) => {
      const allowance = severity === 'error' ? undefined : connector.allow.get(code);
      if (allowance) used.add(allowance);
      return allowance === undefined;
    });
  });
  const { typeOnly, unchecked, unknown } = tally;
  return { diagnostics, used, checkedByTypeOnly: typeOnly, unchecked, unknownClasses: unknown };
}

/** The codes of warnings here, which `allow` silences. */
export const silenceableChecks: readonly string[] = ['CC3104', 'CC3105', 'CC3107'];

interface Tally {
  readonly typeOnly: Set<string>;
  readonly unchecked: Set<string>;
  readonly unknown: Set<string>;
  /** The known classes by their types. */
  readonly names: Map<string, readonly string[]>;
}

interface Check {
  /** The connector's. */
  readonly name: string;
  readonly values: ConnectorValues;
  readonly report: ProblemReporter;
  readonly catalogue: PluginCatalogue;
  readonly framework: FrameworkKeys;
  readonly tally: Tally;
}

/** The connector's own keys and the framework's. Gives what kind of connector it is, where that is known. */
function checkConnectorKeys(check: Check): 'source' | 'sink' | undefined {
  const { values, report, catalogue, framework, tally } = check;
  const written = values.text('connector.class');
  const definition = written === undefined ? undefined : catalogue.find(written, 'source', 'sink');
  const kind = definition === undefined ? undefined : definition.types.includes('sink') ? 'sink' : 'source';
  const frameworkKeys = kind ? framework[kind].keys : eitherKind(framework);
  if (written !== undefined && !definition)
    noteUnknown(check, 'connector.class', written, 'connector', 'source', 'sink');
  const plugin = shortName(definition?.className ?? written ?? 'the connector');
  const isFree = freeKeys(definition, values);
  for (const key of values.keys) {
    if (isElsewhere(key)) continue;
    const own = definition?.keys.get(key);
    const known = own ?? frameworkKeys.get(key);
    if (known) {
      const text = values.text(key);
      if (text !== undefined) report.badValue(known, key, frameworkKeys.has(key) ? 'Kafka Connect' : plugin, text);
      if (own && !frameworkKeys.has(key) && !definition?.probed) tally.typeOnly.add(`${check.name} ${key}`);
    } else if (!definition) tally.unchecked.add(`${check.name} ${key}`);
    else if (!isFree(key) && !isLinted(key))
      report.unknownKey(key, key, plugin, candidates(key, definition.keys, frameworkKeys));
  }
  for (const key of definition?.keys.values() ?? []) {
    if (key.required && key.name !== 'name' && !values.has(key.name))
      report.missing(key.name, plugin, 'connector.class');
  }
  return kind;
}

/** Transforms and predicates: the class of each item of the list, and the keys under its prefix. */
function checkPluginLists(check: Check): void {
  const { values, report } = check;
  for (const list of PLUGIN_LISTS) {
    const text = values.text(list) ?? '';
    const beginning = `${list}.`;
    const own = values.keys.filter((key) => key.startsWith(beginning));
    if (own.length === 0 && text === '') continue;
    const items = listItems(text);
    const grouped = new Map<string, string[]>(items.map((item) => [item, []]));
    const longestFirst = [...new Set(items)].sort((a, b) => b.length - a.length);
    for (const key of own) {
      const rest = key.slice(beginning.length);
      const item = longestFirst.find((name) => rest.startsWith(`${name}.`));
      if (item !== undefined) grouped.get(item)?.push(rest.slice(item.length + 1));
      else if (values.has(list) && values.text(list) === undefined) continue;
      else {
        const help = `Connect reads only those that "${list}" names${text === '' ? '' : `: ${items.join(', ')}`}`;
        report.ignoredKey(key, `"${key}" belongs to no item of "${list}"`, help);
      }
    }
    for (const [item, keys] of grouped) {
      checkItem(check, list, item, keys);
    }
  }
}

const LIST_ITEM = {
  transforms: { type: 'transformation', what: 'transform', extra: ['type', 'predicate', 'negate', 'plugin.version'] },
  predicates: { type: 'predicate', what: 'predicate', extra: ['type', 'plugin.version'] },
} as const;

function checkItem(check: Check, list: (typeof PLUGIN_LISTS)[number], item: string, keys: readonly string[]): void {
  const { values, report, catalogue } = check;
  const { type, what, extra } = LIST_ITEM[list];
  const prefix = `${list}.${item}.`;
  const written = values.text(`${prefix}type`);
  if (!values.has(`${prefix}type`)) {
    report.rule(list, `${what} "${item}" has no class`, `write "${prefix}type"`);
    return;
  }
  const negate = values.text(`${prefix}negate`);
  if (list === 'transforms' && negate !== undefined) report.badValue(NEGATE, `${prefix}negate`, what, negate);
  if (written === undefined) return;
  const definition = catalogue.find(written, type);
  if (!definition) noteUnknown(check, `${prefix}type`, written, what, type);
  checkSubKeys(check, {
    prefix,
    definition,
    plugin: shortName(definition?.className ?? written),
    keys,
    extra,
    near: `${prefix}type`,
  });
}

const NEGATE: PluginKey = {
  name: 'negate',
  type: 'BOOLEAN',
  required: false,
  defaultValue: 'false',
  documentation: '',
  constraint: {},
  recommended: [],
};

function checkConverters(check: Check): void {
  const { values, catalogue } = check;
  for (const converter of CONVERTERS) {
    const written = values.text(converter);
    // Without a class Connect ignores the sub-keys; the definition's own rule reports that.
    if (written === undefined) continue;
    const type = converter === 'header.converter' ? 'header_converter' : 'converter';
    const definition = catalogue.find(written, type);
    if (!definition) noteUnknown(check, converter, written, 'converter', type);
    const prefix = `${converter}.`;
    const keys = values.keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    const plugin = shortName(definition?.className ?? written);
    checkSubKeys(check, { prefix, definition, plugin, keys, extra: ['plugin.version'], near: converter });
  }
}

interface SubKeys {
  readonly prefix: string;
  readonly definition: PluginDefinition | undefined;
  readonly plugin: string;
  readonly keys: readonly string[];
  /** Keys beside the plugin's own that the framework reads under this prefix. */
  readonly extra: readonly string[];
  /** The flat key where a missing one is reported. */
  readonly near: string;
}

function checkSubKeys(check: Check, sub: SubKeys): void {
  const { values, report, tally } = check;
  const { prefix, definition, plugin, extra } = sub;
  const own = sub.keys.filter((key) => !extra.includes(key));
  if (!definition) {
    for (const key of own) tally.unchecked.add(`${check.name} ${prefix}${key}`);
    return;
  }
  const isFree = freeKeys(definition, values, prefix);
  for (const key of own) {
    const known = definition.keys.get(key);
    const text = values.text(prefix + key);
    if (known && text !== undefined) report.badValue(known, prefix + key, plugin, text);
    if (known && !definition.probed) tally.typeOnly.add(`${check.name} ${prefix}${key}`);
    if (!known && !isFree(key)) report.unknownKey(prefix + key, key, plugin, [...definition.keys.keys(), ...extra]);
  }
  for (const key of definition.keys.values()) {
    // The framework sets converter.type itself.
    if (key.required && key.name !== 'converter.type' && !sub.keys.includes(key.name)) {
      report.missing(key.name, plugin, sub.near);
    }
  }
}

function noteUnknown(check: Check, flatKey: string, name: string, what: string, ...types: readonly PluginType[]): void {
  check.tally.unknown.add(name);
  const known = namesOnce(check, types);
  // Before any pull only Kafka's own classes are known, and most connectors are somebody else's: only slips are told.
  if (check.catalogue.isPulled || slipOf(name, known) !== undefined) {
    check.report.unknownClass(flatKey, name, what, known);
  }
}

/** They are asked for once a connector, and sorting them takes longer than comparing. */
function namesOnce({ catalogue, tally }: Check, types: readonly PluginType[]): readonly string[] {
  const key = types.join();
  const names = tally.names.get(key) ?? catalogue.names(...types);
  tally.names.set(key, names);
  return names;
}

/** True for keys that other checks look at, or nobody can. */
function isElsewhere(key: string): boolean {
  const dot = key.indexOf('.');
  if (dot < 0 || !FAMILIES.has(key.slice(0, dot))) return false;
  return KNOWN_PREFIXES.some((prefix) => key.startsWith(prefix)) && key !== `${TOPIC_CREATION}groups`;
}

/** The first words of the known prefixes: most keys begin with none of them. */
const FAMILIES: ReadonlySet<string> = new Set(KNOWN_PREFIXES.map((prefix) => prefix.slice(0, prefix.indexOf('.'))));

const bothKinds = new WeakMap<FrameworkKeys, ReadonlyMap<string, PluginKey>>();

/** The framework's keys for a connector of which nobody knows the kind. */
function eitherKind(framework: FrameworkKeys): ReadonlyMap<string, PluginKey> {
  let keys = bothKinds.get(framework);
  if (!keys) {
    keys = new Map([...framework.source.keys, ...framework.sink.keys]);
    bothKinds.set(framework, keys);
  }
  return keys;
}

/** Dead letter keys on a source: a lint of its own says what is wrong with them. */
function isLinted(key: string): boolean {
  return key.startsWith('errors.deadletterqueue.');
}

function freeKeys(
  definition: PluginDefinition | undefined,
  values: ConnectorValues,
  prefix = '',
): (key: string) => boolean {
  return freeKeyTest(definition?.freeKeys ?? [], (key) => listItems(values.text(prefix + key) ?? ''));
}

/** The keys of the plugin and the framework; for a key with dots, also those families it may have wanted to join. */
function candidates(key: string, ...keys: readonly ReadonlyMap<string, PluginKey>[]): readonly string[] {
  const segments = key.split('.');
  const families = KNOWN_PREFIXES.flatMap((prefix) => {
    const depth = prefix.split('.').length - 1;
    const beginning = segments.slice(0, depth).join('.');
    const isNear = segments.length > depth && suggest(beginning, [prefix.slice(0, -1)]) !== undefined;
    return isNear ? [prefix + segments.slice(depth).join('.')] : [];
  });
  return [...keys.flatMap((map) => [...map.keys()]), ...families];
}
