import type { ConfigTypeName, PluginType } from '../../core/index.ts';
import { compare } from '../../core/index.ts';
import type { KeyConstraint, PluginDefinition, PluginKey } from './plugin-definition.ts';

/** A plugin's keys as JSON Schema: what `schema pull` writes, one file a class, and what people may edit. */
export interface PluginSchema {
  readonly $schema: typeof DIALECT;
  readonly title: string;
  readonly 'x-connect': { readonly types: readonly PluginType[]; readonly version?: string; readonly probed: boolean };
  /** Globs, edited by hand; a further pull keeps them. */
  readonly freeKeys: readonly string[];
  readonly type: 'object';
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, KeySchema>>;
}

export interface KeySchema {
  readonly description?: string;
  readonly type: string;
  readonly items?: { readonly type: 'string'; readonly enum?: readonly string[] };
  readonly 'x-type': ConfigTypeName;
  readonly default?: string | number | boolean;
  readonly enum?: readonly string[];
  readonly 'x-ignoreCase'?: true;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly examples?: readonly string[];
}

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** The same definition gives the same object, whose keys stand in a fixed order: properties by name. */
export function toPluginSchema(definition: PluginDefinition): PluginSchema {
  const keys = [...definition.keys.values()].sort((a, b) => compare(a.name, b.name));
  return {
    $schema: DIALECT,
    title: definition.className,
    'x-connect': {
      types: definition.types,
      ...(definition.version === undefined ? {} : { version: definition.version }),
      probed: definition.probed,
    },
    freeKeys: definition.freeKeys,
    type: 'object',
    required: keys.filter((key) => key.required).map((key) => key.name),
    properties: Object.fromEntries(keys.map((key) => [key.name, keySchema(key)])),
  };
}

/** Reads what {@link toPluginSchema} wrote and a person may have edited. Gives the reason where it is none. */
export function fromPluginSchema(value: unknown): PluginDefinition | string {
  if (!isObject(value)) return 'it is no JSON object';
  const { title, properties } = value;
  const connect = value['x-connect'];
  if (typeof title !== 'string' || title === '') return '"title" must be the class name';
  if (!isObject(connect)) return '"x-connect" is missing';
  const types = strings(connect['types']);
  if (!types?.length || !types.every(isPluginType)) return '"x-connect.types" must name what the plugin is';
  if (!isObject(properties)) return '"properties" is missing';
  const freeKeys = strings(value['freeKeys'] ?? []);
  if (!freeKeys) return '"freeKeys" must be a list of strings';
  const required = new Set(strings(value['required'] ?? []) ?? []);
  const keys = new Map<string, PluginKey>();
  for (const [name, property] of Object.entries(properties)) {
    const key = readKey(name, property, required.has(name));
    if (typeof key === 'string') return `the property "${name}": ${key}`;
    keys.set(name, key);
  }
  const version = typeof connect['version'] === 'string' ? connect['version'] : undefined;
  return {
    className: title,
    types: types as PluginType[],
    version,
    keys,
    probed: connect['probed'] === true,
    freeKeys,
  };
}

const JSON_TYPE: Readonly<Record<ConfigTypeName, string>> = {
  BOOLEAN: 'boolean',
  STRING: 'string',
  PASSWORD: 'string',
  CLASS: 'string',
  LIST: 'array',
  INT: 'integer',
  SHORT: 'integer',
  LONG: 'integer',
  DOUBLE: 'number',
};

function keySchema(key: PluginKey): KeySchema {
  const { values, ignoreCase, minimum, maximum } = key.constraint;
  const isList = key.type === 'LIST';
  const shown = defaultOf(key);
  return {
    ...(key.documentation === '' ? {} : { description: key.documentation }),
    type: JSON_TYPE[key.type],
    ...(isList ? { items: { type: 'string' as const, ...(values ? { enum: values } : {}) } } : {}),
    'x-type': key.type,
    ...(shown === undefined ? {} : { default: shown }),
    ...(values && !isList ? { enum: values } : {}),
    ...(ignoreCase ? { 'x-ignoreCase': true as const } : {}),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(key.recommended.length > 0 ? { examples: key.recommended } : {}),
  };
}

/** A default in JSON's own type where nothing of its text is lost by that, else the text. */
function defaultOf(key: PluginKey): string | number | boolean | undefined {
  const text = key.defaultValue;
  if (text === null) return undefined;
  if (key.type === 'BOOLEAN' && (text === 'true' || text === 'false')) return text === 'true';
  const isNumeric = JSON_TYPE[key.type] === 'integer' || JSON_TYPE[key.type] === 'number';
  return isNumeric && String(Number(text)) === text && Number.isFinite(Number(text)) ? Number(text) : text;
}

function readKey(name: string, value: unknown, required: boolean): PluginKey | string {
  if (!isObject(value)) return 'it is no object';
  const type = value['x-type'];
  if (typeof type !== 'string' || !Object.hasOwn(JSON_TYPE, type))
    return '"x-type" must be a type of Kafka\'s ConfigDef';
  const items = isObject(value['items']) ? value['items'] : {};
  const values = strings(value['enum'] ?? items['enum']);
  const constraint: KeyConstraint = {
    ...(values ? { values } : {}),
    ...(value['x-ignoreCase'] === true ? { ignoreCase: true } : {}),
    ...(typeof value['minimum'] === 'number' ? { minimum: value['minimum'] } : {}),
    ...(typeof value['maximum'] === 'number' ? { maximum: value['maximum'] } : {}),
  };
  const shown = value['default'];
  return {
    name,
    type: type as ConfigTypeName,
    required,
    defaultValue: shown === undefined || shown === null ? null : String(shown),
    documentation: typeof value['description'] === 'string' ? value['description'] : '',
    constraint,
    recommended: strings(value['examples'] ?? []) ?? [],
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}

const PLUGIN_TYPES: readonly string[] = [
  'source',
  'sink',
  'converter',
  'header_converter',
  'transformation',
  'predicate',
] satisfies PluginType[];

function isPluginType(text: string): text is PluginType {
  return PLUGIN_TYPES.includes(text);
}
