import type { ProtoTokens } from './proto-tokens.ts';

const FIELD_META = 'confluent.field_meta';
const MAX_DEPTH = 100;

/** Text of a plain value, or the fields of a message; a field that comes more than once has a list. */
export type OptionValue = string | OptionMessage | readonly OptionValue[];
export interface OptionMessage extends ReadonlyMap<string, OptionValue> {}

/** The value of an option: a plain one, or a message in text format. @throws DataError where it is neither */
export function readOptionValue(tokens: ProtoTokens, depth = 0): OptionValue {
  if (depth > MAX_DEPTH) throw tokens.error(`options nested deeper than ${MAX_DEPTH}`);
  if (tokens.isText()) return tokens.text();
  if (tokens.take('{')) return readMessage(tokens, '}', depth);
  if (tokens.take('<')) return readMessage(tokens, '>', depth);
  if (tokens.take('[')) return readList(tokens, depth);
  const sign = tokens.take('-') ? '-' : tokens.take('+') ? '' : '';
  return sign + (/^[A-Za-z_.]/.test(tokens.peek) ? tokens.dottedName() : tokens.next());
}

function readList(tokens: ProtoTokens, depth: number): readonly OptionValue[] {
  const items: OptionValue[] = [];
  while (!tokens.take(']')) {
    items.push(readOptionValue(tokens, depth + 1));
    tokens.take(',');
  }
  return items;
}

function readMessage(tokens: ProtoTokens, end: '}' | '>', depth: number): OptionMessage {
  const fields = new Map<string, OptionValue>();
  while (!tokens.take(end)) {
    const name = readFieldName(tokens);
    tokens.take(':');
    const value = readOptionValue(tokens, depth + 1);
    const known = fields.get(name);
    fields.set(name, known === undefined ? value : [...listOf(known), ...listOf(value)]);
    if (!tokens.take(',')) tokens.take(';');
  }
  return fields;
}

/** An extension has brackets around its name, a type of an Any a slash in it. */
function readFieldName(tokens: ProtoTokens): string {
  if (!tokens.take('[')) return tokens.identifier();
  let name = tokens.dottedName();
  while (tokens.take('/')) name += `/${tokens.dottedName()}`;
  tokens.expect(']');
  return `[${name}]`;
}

function listOf(value: OptionValue): readonly OptionValue[] {
  return Array.isArray(value) ? (value as readonly OptionValue[]) : [value];
}

/** Keys and values that Confluent's converter keeps with a field; none where the option is another one. */
export function metaParams(name: string, value: OptionValue): readonly (readonly [key: string, value: string])[] {
  const params =
    name === FIELD_META && value instanceof Map
      ? (value as OptionMessage).get('params')
      : name === `${FIELD_META}.params`
        ? value
        : undefined;
  if (params === undefined) return [];
  return listOf(params).flatMap((entry): (readonly [string, string])[] => {
    if (!(entry instanceof Map)) return [];
    const message = entry as OptionMessage;
    return [[String(message.get('key') ?? ''), String(message.get('value') ?? '')]];
  });
}
