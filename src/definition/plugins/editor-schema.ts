import shipped from '../../../schemas/pipeline.schema.json' with { type: 'json' };
import { type ConfigTypeName, compare, type PluginType } from '../../core/index.ts';
import { shortClassName } from '../class-names.ts';
import { namesOf } from './catalogue.ts';
import type { FrameworkKeys } from './check-plugins.ts';
import type { PluginDefinition, PluginKey } from './plugin-definition.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The schema of pipeline files with the keys of every known plugin in it, for editors: `config` completes and explains
 * what its class takes. Nothing is required in it, for a key may come from a template, and a reference fits anywhere.
 * It holds the shipped schema as a whole, so that it needs no other file.
 */
export function editorSchema(definitions: readonly PluginDefinition[], framework: FrameworkKeys): Json {
  const sorted = [...definitions].sort((a, b) => compare(a.className, b.className));
  const of = (...types: readonly PluginType[]) => sorted.filter((d) => types.some((type) => d.types.includes(type)));
  const defs: Record<string, unknown> = { ...shipped.$defs };
  for (const definition of sorted) defs[nameOf(definition)] = keysSchema(ownKeys(definition, framework));
  defs['framework source'] = keysSchema(framework.source.keys.values());
  defs['framework sink'] = keysSchema(framework.sink.keys.values());
  const connectorRules = [
    ...of('source', 'sink').map((d) => when('class', d, { config: { allOf: configRefs(d) } })),
    ...converterRules('keyConverter', of('converter')),
    ...converterRules('valueConverter', of('converter')),
    ...converterRules('headerConverter', of('header_converter')),
  ];
  for (const layer of ['connector', 'template', 'defaults', 'layer']) addRules(defs, layer, connectorRules);
  addRules(
    defs,
    'transform',
    of('transformation').map((d) => when('type', d, { config: ref(nameOf(d)) })),
  );
  addRules(
    defs,
    'predicate',
    of('predicate').map((d) => when('type', d, { config: ref(nameOf(d)) })),
  );
  const { $id: _id, $defs: _defs, ...rest } = shipped;
  return { ...rest, title: 'connectctl pipeline, with the keys of the pulled plugins', $defs: defs };
}

function addRules(defs: Record<string, unknown>, name: string, rules: readonly Json[]): void {
  const shipped = defs[name] as Json | undefined;
  if (!shipped || rules.length === 0) return;
  defs[name] = { ...shipped, allOf: [...((shipped['allOf'] as readonly unknown[] | undefined) ?? []), ...rules] };
}

/** If the class is written in this place, by any name of its own, then these properties have these schemas. */
function when(field: 'class' | 'type', definition: PluginDefinition, properties: Json): Json {
  return {
    if: { type: 'object', required: [field], properties: { [field]: { enum: writtenNames(definition) } } },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
    then: { properties },
  };
}

/** A converter's keys stand beside its class. */
function converterRules(field: string, definitions: readonly PluginDefinition[]): readonly Json[] {
  const rules = definitions
    .filter((definition) => definition.keys.size > 0)
    .map((definition) => ({
      if: { type: 'object', required: ['class'], properties: { class: { enum: writtenNames(definition) } } },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
      then: ref(nameOf(definition)),
    }));
  return rules.length === 0 ? [] : [{ properties: { [field]: { allOf: rules } } }];
}

function configRefs(definition: PluginDefinition): readonly Json[] {
  const kind = definition.types.includes('sink') ? 'framework sink' : 'framework source';
  return [ref(nameOf(definition)), ref(kind)];
}

function writtenNames(definition: PluginDefinition): readonly string[] {
  return [...new Set([...namesOf(definition), shortClassName(definition.className)])].sort(compare);
}

function* ownKeys(definition: PluginDefinition, framework: FrameworkKeys): Iterable<PluginKey> {
  const isConnector = definition.types.includes('source') || definition.types.includes('sink');
  for (const key of definition.keys.values()) {
    const isFramework = isConnector && (framework.source.keys.has(key.name) || framework.sink.keys.has(key.name));
    if (!isFramework && key.name !== 'converter.type') yield key;
  }
}

function keysSchema(keys: Iterable<PluginKey>): Json {
  const sorted = [...keys].filter(({ name }) => !NOT_IN_CONFIG.has(name)).sort((a, b) => compare(a.name, b.name));
  return { properties: Object.fromEntries(sorted.map((key) => [key.name, keySchema(key)])) };
}

/** Said by fields of their own. */
const NOT_IN_CONFIG: ReadonlySet<string> = new Set(['name', 'connector.class']);

function keySchema(key: PluginKey): Json {
  const { values, ignoreCase, minimum, maximum } = key.constraint;
  const type = VALUE_TYPE[key.type];
  const plain =
    values && !ignoreCase && key.type !== 'LIST'
      ? { enum: values }
      : type && { type, ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
  const notes = [
    key.documentation,
    `${key.type}${key.required ? ', required' : ''}${key.defaultValue ? `, default ${key.defaultValue}` : ''}`,
    values && ignoreCase ? `One of ${values.join(', ')}, in any case.` : '',
  ];
  return {
    description: notes.filter((note) => note !== '').join('\n'),
    ...(plain ? { anyOf: [plain, ...ANYTHING_REFERRED] } : {}),
  };
}

/** A reference, an empty text, a number in quotes, and the null that removes a key. */
const ANYTHING_REFERRED: readonly Json[] = [{ type: 'string', pattern: '\\$\\{|^\\s*[-+0-9.]*$' }, { type: 'null' }];

const VALUE_TYPE: Partial<Readonly<Record<ConfigTypeName, string>>> = {
  BOOLEAN: 'boolean',
  INT: 'integer',
  SHORT: 'integer',
  LONG: 'integer',
  DOUBLE: 'number',
};

function nameOf(definition: PluginDefinition): string {
  return `keys of ${definition.className}`;
}

function ref(name: string): Json {
  return { $ref: `#/$defs/${encodeURIComponent(name)}` };
}
