import { compare, suggest } from '../core/index.ts';

const TRANSFORMS = 'org.apache.kafka.connect.transforms';

/** Apache Kafka 4.3's own: each with a class for keys and one for values. */
const KEY_VALUE_TRANSFORMS = [
  'Cast',
  'ExtractField',
  'Flatten',
  'HeaderFrom',
  'HoistField',
  'InsertField',
  'MaskField',
  'ReplaceField',
  'SetSchemaMetadata',
  'TimestampConverter',
] as const;

const PLAIN_TRANSFORMS = ['DropHeaders', 'Filter', 'InsertHeader', 'RegexRouter', 'TimestampRouter', 'ValueToKey'];

const CONVERTERS = ['Boolean', 'ByteArray', 'Double', 'Float', 'Integer', 'Long', 'Short'];

/** Apache Kafka's own converters, transforms and predicates: full names by the short ones that are read. */
const fullNames: ReadonlyMap<string, string> = new Map([
  ...KEY_VALUE_TRANSFORMS.flatMap((name) => [
    [`${name}$Key`, `${TRANSFORMS}.${name}$Key`] as const,
    [`${name}$Value`, `${TRANSFORMS}.${name}$Value`] as const,
  ]),
  ...PLAIN_TRANSFORMS.map((name) => [name, `${TRANSFORMS}.${name}`] as const),
  ...['HasHeaderKey', 'RecordIsTombstone', 'TopicNameMatches'].map(
    (name) => [name, `${TRANSFORMS}.predicates.${name}`] as const,
  ),
  ...CONVERTERS.map((name) => [`${name}Converter`, `org.apache.kafka.connect.converters.${name}Converter`] as const),
  ['StringConverter', 'org.apache.kafka.connect.storage.StringConverter'],
  ['SimpleHeaderConverter', 'org.apache.kafka.connect.storage.SimpleHeaderConverter'],
  ['JsonConverter', 'org.apache.kafka.connect.json.JsonConverter'],
]);

/** The name as it is sent: Kafka's own in full, for `InsertField$Value` is an alias on no worker; else as written. */
export function fullClassName(name: string): string {
  return fullNames.get(name) ?? name;
}

/** The short name that a definition may write for a class; the class itself where there is none. */
export function shortClassName(name: string): string {
  const short = name.slice(name.lastIndexOf('.') + 1);
  return fullNames.get(short) === name ? short : name;
}

/** What is wrong with a short name, undefined where nothing is. */
export function checkClassName(
  name: string,
): { readonly code: 'CC3006' | 'CC3007'; readonly message: string; readonly help: string } | undefined {
  if (fullNames.has(name) || name.includes('.')) return undefined;
  if (KEY_VALUE_TRANSFORMS.some((known) => known === name)) {
    const message = `${name} is two transforms, and no worker knows which is meant`;
    return { code: 'CC3007', message, help: `write ${name}$Value or ${name}$Key` };
  }
  const inner = /^(.*)\$(Key|Value)$/.exec(name);
  if (!inner) return undefined;
  const candidates = candidatesFor(inner[1]!, inner[2]!);
  const message = `${name} is none of Apache Kafka's own transforms, and has no package`;
  return { code: 'CC3006', message, help: `did you mean ${candidates}? Another plugin's class is written in full` };
}

function candidatesFor(name: string, side: string): string {
  const near = suggest(name, [...KEY_VALUE_TRANSFORMS].sort(compare));
  if (near !== undefined) return `${near}$${side}`;
  const plain = suggest(name, PLAIN_TRANSFORMS);
  return plain ?? KEY_VALUE_TRANSFORMS.map((known) => `${known}$${side}`).join(', ');
}
