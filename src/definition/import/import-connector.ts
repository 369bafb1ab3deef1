import { compare, type FlatConfig, type TargetState } from '../../core/index.ts';
import { checkClassName, fullClassName } from '../class-names.ts';
import { listOf } from '../merge-layers.ts';
import { escapeReferences } from '../references.ts';
import { yamlKey, yamlQuoted, yamlScalar, yamlString } from './yaml-text.ts';

/** One connector as it stands on a worker. */
export interface LiveConnector {
  readonly name: string;
  readonly config: FlatConfig;
  /** The state that somebody chose; undefined where it runs, or its state tells nothing. */
  readonly state: Exclude<TargetState, 'RUNNING'> | undefined;
}

export interface ImportRules {
  /** What `only` names; undefined: the document is for every environment. */
  readonly environment: string | undefined;
  /** Whether a flat key of this connector holds a secret: by its name, or by its type on the worker. */
  isSecret(key: string): boolean;
}

export interface ImportedDocument {
  readonly text: string;
  /** Keys written as `${keep}`. Sorted. */
  readonly kept: readonly string[];
}

/** Codes that a live connector may need silenced, for Kafka Connect takes what a definition should not say. */
const ORPHAN_CONVERTER_KEYS = 'CC3008';
const UNDECLARED_PREDICATE = 'CC3009';

/** A pipeline document that resolves to the flat config of one live connector, byte for byte, secrets apart. */
export function importConnector(live: LiveConnector, pipeline: string, rules: ImportRules): ImportedDocument {
  const rest = new Map(Object.entries(live.config).filter(([key, value]) => value !== null && !isForeign(key)));
  const kept: string[] = [];
  const write: ValueWriter = (flatKey, value, indent) => {
    if (value !== '' && rules.isSecret(flatKey) && !isWholeReference(value)) {
      kept.push(flatKey);
      return yamlScalar('${keep}', indent);
    }
    return yamlScalar(escapeReferences(value), indent);
  };
  const className = rest.get('connector.class');
  rest.delete('connector.class');
  const lines = [
    `pipeline: ${yamlString(pipeline)}`,
    ...(rules.environment === undefined
      ? []
      : [
          `only: [${/[,[\]{}:#]/.test(rules.environment) ? yamlQuoted(rules.environment) : yamlString(rules.environment)}]`,
        ]),
    'connectors:',
    `  - name: ${yamlString(escapeReferences(live.name))}`,
    ...(className === undefined ? [] : [`    class: ${yamlString(escapeReferences(className))}`]),
  ];
  const tasksMax = rest.get('tasks.max');
  if (tasksMax !== undefined && /^[1-9]\d{0,8}$/.test(tasksMax)) {
    lines.push(`    tasksMax: ${tasksMax}`);
    rest.delete('tasks.max');
  }
  if (live.state !== undefined) lines.push(`    state: ${live.state.toLowerCase()}`);
  const converters = CONVERTERS.flatMap(([field, key]) => converterLines(field, key, rest, write));
  const transforms = transformLines(rest, write);
  if (rest.size > 0) lines.push('    config:', ...mapLines([...rest], '', '      ', write));
  lines.push(...converters, ...transforms);
  lines.push(...allowLines(rest));
  return { text: `${lines.join('\n')}\n`, kept: kept.sort(compare) };
}

type ValueWriter = (flatKey: string, value: string, indent: string) => string;

/** Keys that connectctl or the service writes by itself, and the name, which stands apart. */
function isForeign(key: string): boolean {
  return key === 'name' || key.startsWith('connectctl.') || key.startsWith('__internal.');
}

/** A config provider's reference, which is no secret. */
function isWholeReference(value: string): boolean {
  return /^\$\{[^}:]+:[^}]*\}$/.test(value);
}

const CONVERTERS = [
  ['keyConverter', 'key.converter'],
  ['valueConverter', 'value.converter'],
  ['headerConverter', 'header.converter'],
] as const;

/** Takes a converter's keys out of `rest`, unless they can only be said flat: an alias as the class, or no class. */
function converterLines(field: string, key: string, rest: Map<string, string>, write: ValueWriter): readonly string[] {
  const className = rest.get(key);
  const prefix = `${key}.`;
  const sub = [...rest].filter(([k]) => k.startsWith(prefix));
  if (className === undefined || !canStandAsType(className) || rest.has(`${prefix}class`)) return [];
  if (sub.some(([k]) => k === prefix)) return [];
  rest.delete(key);
  for (const [k] of sub) rest.delete(k);
  const shown = yamlString(className);
  if (sub.length === 0) return [`    ${field}: ${shown}`];
  return [`    ${field}:`, `      class: ${shown}`, ...mapLines(sub, prefix, '      ', write)];
}

/** Transforms and predicates as lists, where every key of theirs fits in; else all of them stay flat. */
function transformLines(rest: Map<string, string>, write: ValueWriter): readonly string[] {
  const predicates = pluginItems('predicates', rest);
  const transforms = pluginItems('transforms', rest);
  if (!predicates || !transforms) return [];
  const declared = new Set(predicates.map((item) => item.name));
  const isPlaced = transforms.every((item) => {
    const predicate = item.keys.get('predicate');
    return (
      (predicate === undefined || declared.has(predicate)) && /^(true|false)$/.test(item.keys.get('negate') ?? 'true')
    );
  });
  if (!isPlaced) return [];
  for (const key of [...rest.keys()]) if (/^(transforms|predicates)(\.|$)/.test(key)) rest.delete(key);
  return [...itemLines('transforms', transforms, write), ...itemLines('predicates', predicates, write)];
}

interface PluginItem {
  readonly name: string;
  /** By the key under its prefix, `type` included. */
  readonly keys: ReadonlyMap<string, string>;
}

/** The items of `transforms` or `predicates`; undefined where they can't be written as a list of items. */
function pluginItems(
  list: 'transforms' | 'predicates',
  rest: ReadonlyMap<string, string>,
): readonly PluginItem[] | undefined {
  const text = rest.get(list);
  const keys = [...rest].filter(([key]) => key.startsWith(`${list}.`));
  if (text === undefined) return keys.length === 0 ? [] : undefined;
  const names = text.split(',');
  if (new Set(names).size < names.length || !names.every((name) => /^[A-Za-z0-9_-]+$/.test(name))) return undefined;
  const items = new Map(names.map((name) => [name, new Map<string, string>()]));
  for (const [key, value] of keys) {
    const match = /^([^.]+)\.(.+)$/s.exec(key.slice(list.length + 1));
    const item = match && items.get(match[1]!);
    if (!item) return undefined;
    item.set(match[2]!, value);
  }
  const isComplete = [...items.values()].every((item) => canStandAsType(item.get('type')));
  return isComplete ? [...items].map(([name, itemKeys]) => ({ name, keys: itemKeys })) : undefined;
}

function itemLines(list: 'transforms' | 'predicates', items: readonly PluginItem[], write: ValueWriter): string[] {
  if (items.length === 0) return [];
  const lines = [`    ${list}:`];
  for (const { name, keys } of items) {
    const prefix = `${list}.${name}.`;
    lines.push(`      - name: ${yamlString(name)}`);
    const fields = list === 'transforms' ? ['type', 'predicate', 'negate'] : ['type'];
    for (const field of fields) {
      const value = keys.get(field);
      if (value !== undefined) lines.push(`        ${field}: ${field === 'negate' ? value : yamlString(value)}`);
    }
    const config = [...keys]
      .filter(([key]) => !fields.includes(key))
      .map(([key, value]) => [prefix + key, value] as const);
    if (config.length > 0) lines.push('        config:', ...mapLines(config, prefix, '          ', write));
  }
  return lines;
}

/** A class that is sent as it is written, and that no reference or list sign makes something else of. */
function canStandAsType(className: string | undefined): boolean {
  return (
    className !== undefined &&
    /^[\p{L}\p{N}_.$]+$/u.test(className) &&
    checkClassName(className) === undefined &&
    fullClassName(className) === className
  );
}

function mapLines(
  entries: readonly (readonly [string, string])[],
  prefix: string,
  indent: string,
  write: ValueWriter,
): string[] {
  return [...entries]
    .sort(([a], [b]) => compare(a, b))
    .map(([key, value]) => {
      const shown = yamlKey(escapeReferences(key.slice(prefix.length)));
      return `${indent}${shown}: ${write(key, value, `${indent}  `)}`;
    });
}

/** What stays flat may break a rule that Kafka Connect doesn't have. */
function allowLines(flat: ReadonlyMap<string, string>): readonly string[] {
  const codes: string[] = [];
  const isOrphan = CONVERTERS.some(
    ([, key]) => !flat.has(key) && [...flat.keys()].some((k) => k.startsWith(`${key}.`)),
  );
  if (isOrphan) codes.push(ORPHAN_CONVERTER_KEYS);
  // The very check of the definition: see checkPredicates.
  const predicates = listOf(flat.get('predicates'));
  const isUndeclared = listOf(flat.get('transforms')).some((name) => {
    const predicate = flat.get(`transforms.${name}.predicate`);
    return predicate !== undefined && !predicates.includes(predicate);
  });
  if (isUndeclared) codes.push(UNDECLARED_PREDICATE);
  if (codes.length === 0) return [];
  return ['    allow:', ...codes.map((code) => `      ${code}: so it stands on the worker`)];
}
