import {
  CONTAINER_PARTS,
  DataError,
  isTooMany,
  LinkedMap,
  type Schema,
  type SchemaAndValue,
  schemas,
  TOO_MANY_PARTS,
} from '../data/index.ts';
import { parseNumber } from './parse-number.ts';
import { parseTemporal } from './parse-temporal.ts';
import { SchemaMerger, widen, withoutSchema } from './schema-merger.ts';
import { isBlank, TokenReader, trimmed } from './token-reader.ts';

/** What is nested deeper is text; Java's own parser runs out of stack somewhat later, and takes the task with it. */
const MAX_DEPTH = 1000;
const NULL: SchemaAndValue = { schema: null, value: null };

/**
 * Guesses schema and value of a text (org.apache.kafka.connect.data.Values.parseString): null, booleans, lists, maps,
 * dates, numbers of the smallest type, else the text itself. As there, a number that a delimiter follows swallows the
 * rest: `12:30` is 12.
 */
export function parseValue(text: string | null): SchemaAndValue {
  if (text === null) return NULL;
  if (text === '') return { schema: schemas.string, value: '' };
  return new ValueParser(new TokenReader(text)).parse(false);
}

class ValueParser {
  readonly #tokens: TokenReader;
  #depth = 0;
  #parts = 0;

  constructor(tokens: TokenReader) {
    this.#tokens = tokens;
  }

  /** @throws DataError where an embedded value is none */
  parse(isEmbedded: boolean): SchemaAndValue {
    if (!this.#tokens.hasNext) return NULL;
    // Each has a schema of its own beside it; what has too many is text, as what is nested too deep.
    this.#parts += isEmbedded ? CONTAINER_PARTS : 0;
    if (isTooMany(this.#parts)) throw new DataError(TOO_MANY_PARTS);
    if (isEmbedded && this.#tokens.takeIf('"')) return this.#parseQuoted();
    if (this.#tokens.takeIf('null')) return NULL;
    if (this.#tokens.takeIf('true')) return { schema: schemas.boolean, value: true };
    if (this.#tokens.takeIf('false')) return { schema: schemas.boolean, value: false };
    const start = this.#tokens.mark;
    try {
      if (++this.#depth > MAX_DEPTH) throw new DataError(`Nested deeper than ${MAX_DEPTH}`);
      if (this.#tokens.takeIf('[')) return this.#parseArray();
      if (this.#tokens.takeIf('{')) return this.#parseMap();
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      this.#tokens.rewind(start);
    } finally {
      this.#depth--;
    }
    const token = this.#tokens.next();
    if (isBlank(token)) return { schema: schemas.string, value: token };
    return this.#parseToken(trimmed(token), isEmbedded);
  }

  #parseToken(token: string, isEmbedded: boolean): SchemaAndValue {
    const isDigit = /^\d/.test(token);
    const temporal = isDigit ? this.#parseTemporal(token) : undefined;
    if (temporal !== undefined) return temporal;
    const number = isDigit || /^[+-]/.test(token) ? parseNumber(token) : undefined;
    if (number !== undefined) return number;
    if (isEmbedded) throw new DataError('Failed to parse embedded value');
    return { schema: schemas.string, value: this.#tokens.text };
  }

  /** Colons are delimiters, so a time or timestamp is five tokens. */
  #parseTemporal(token: string): SchemaAndValue | undefined {
    const start = this.#tokens.mark;
    const rest = this.#tokens.nextTokens(4);
    const temporal = rest === null ? undefined : parseTemporal(token + rest);
    if (temporal !== undefined) return temporal;
    this.#tokens.rewind(start);
    return parseTemporal(token);
  }

  #parseQuoted(): SchemaAndValue {
    let content = '';
    while (this.#tokens.hasNext) {
      const token = this.#tokens.next();
      if (token === '"') break;
      content += token;
    }
    return parseTemporal(content) ?? { schema: schemas.string, value: content };
  }

  #parseArray(): SchemaAndValue {
    const values: SchemaAndValue[] = [];
    const merger = new SchemaMerger();
    while (this.#tokens.hasNext) {
      if (this.#tokens.takeIf(']')) return arrayOf(values, merger.common);
      if (this.#tokens.takeIf(',')) throw new DataError('Unable to parse an empty array element');
      const element = this.parse(true);
      merger.merge(element.schema);
      values.push(element);
      const end = this.#tokens.mark;
      if (this.#tokens.takeIf(']')) this.#tokens.rewind(end);
      else if (!this.#tokens.takeIf(',')) throw new DataError("Array elements missing ',' delimiter");
    }
    throw new DataError("Array is missing terminating ']'");
  }

  #parseMap(): SchemaAndValue {
    const entries: [SchemaAndValue, SchemaAndValue][] = [];
    const keys = new SchemaMerger();
    const values = new SchemaMerger();
    while (this.#tokens.hasNext) {
      if (this.#tokens.takeIf('}')) return mapOf(entries, keys.common, values.common);
      if (this.#tokens.takeIf(',')) throw new DataError('Unable to parse a map entry with no key or value');
      const key = this.parse(true);
      if (key.value === null) throw new DataError('Map entry may not have a null key');
      if (!this.#tokens.takeIf(':')) throw new DataError("Map entry is missing ':'");
      const value = this.parse(true);
      entries.push([key, value]);
      this.#tokens.takeIf(',');
      keys.merge(key.schema);
      values.merge(value.schema);
    }
    throw new DataError("Map is missing terminating '}'");
  }
}

/** Without a common schema the elements keep their own types, which nothing says. */
function arrayOf(elements: readonly SchemaAndValue[], common: Schema | null): SchemaAndValue {
  if (common === null) return { schema: { type: 'ARRAY', optional: false }, value: elements.map(withoutSchema) };
  const schema: Schema = { type: 'ARRAY', optional: false, valueSchema: common };
  return { schema, value: elements.map(({ value }) => widen(common, value)) };
}

type Entry = readonly [key: SchemaAndValue, value: SchemaAndValue];

function mapOf(entries: readonly Entry[], keySchema: Schema | null, valueSchema: Schema | null): SchemaAndValue {
  if (keySchema === null || valueSchema === null) {
    const map = new LinkedMap(entries.map(([key, value]) => [withoutSchema(key), withoutSchema(value)]));
    return { schema: { type: 'MAP', optional: false, ...(keySchema === null ? {} : { keySchema }) }, value: map };
  }
  const map = new LinkedMap(entries.map(([k, v]) => [widen(keySchema, k.value), widen(valueSchema, v.value)]));
  return { schema: { type: 'MAP', optional: false, keySchema, valueSchema }, value: map };
}
