import { defineConfig, nonEmptyString, type ParsedConfig } from '../config/index.ts';
import { BigDecimal, DataError, javaClassOf, type Schema, SizedHashMap, Struct } from '../data/index.ts';
import type { Transformation } from '../plugins/index.ts';
import { type AnyRecord, keyAndValue, type Operand } from './operand.ts';
import { requireMap, requireStruct } from './requirements.ts';
import { distinctEntries, replaceNullWithDefault } from './transform-keys.ts';

const PURPOSE = 'mask fields';

/** Puts an empty value of its type, or a given one, in place of a field (MaskField). */
export const maskField = keyAndValue({
  name: 'MaskField',
  configDef: defineConfig([
    {
      name: 'fields',
      type: 'LIST',
      validator: distinctEntries(false),
      importance: 'HIGH',
      documentation: 'The fields to mask.',
    },
    {
      name: 'replacement',
      type: 'STRING',
      defaultValue: null,
      validator: nonEmptyString,
      importance: 'LOW',
      documentation: 'A text or number to put in their place; left out: 0, false, or nothing of the type.',
    },
    replaceNullWithDefault,
  ]),
  create: (operand) => new MaskField(operand),
});

class MaskField implements Transformation {
  readonly #operand: Operand;
  #fields: ReadonlySet<string> = new Set();
  #replacement: string | null = null;
  #replaceNull = true;

  constructor(operand: Operand) {
    this.#operand = operand;
  }

  configure(config: ParsedConfig): void {
    this.#fields = new Set(config['fields'] as readonly string[]);
    this.#replacement = config['replacement'] as string | null;
    this.#replaceNull = config['replace.null.with.default'] as boolean;
  }

  apply<R extends AnyRecord>(record: R): R {
    const schema = this.#operand.schemaOf(record);
    const value = this.#operand.valueOf(record);
    if (schema === null) {
      const map = requireMap(value, PURPOSE);
      const masked = SizedHashMap.copyOf(map);
      for (const field of this.#fields) masked.set(field, this.#mask(null, map.get(field) ?? null));
      return this.#operand.with(record, null, masked);
    }
    return this.#operand.with(record, schema, this.#maskStruct(requireStruct(value, PURPOSE, schema)));
  }

  #maskStruct(struct: Struct): Struct {
    const masked = new Struct(struct.schema);
    for (const field of struct.schema.fields ?? []) {
      const value = this.#replaceNull ? struct.getAt(field) : struct.getWithoutDefaultAt(field);
      masked.putAt(field, this.#fields.has(field.name) ? this.#mask(field.schema, value) : value);
    }
    return masked;
  }

  #mask(schema: Schema | null, value: unknown): unknown {
    if (value === null || value === undefined) return null;
    return this.#replacement === null ? emptyOf(schema, value) : replacementFor(schema, value, this.#replacement);
  }
}

function emptyOf(schema: Schema | null, value: unknown): unknown {
  if (typeof value === 'boolean') return false;
  if (typeof value === 'bigint') return 0n;
  if (typeof value === 'number') return 0;
  if (typeof value === 'string') return '';
  if (value instanceof BigDecimal) return new BigDecimal(0n, 0);
  if (value instanceof Date) return new Date(0);
  if (value instanceof Map) return new Map();
  if (Array.isArray(value)) return [];
  throw new DataError(`Cannot mask value of type: ${javaClassOf(value, schema)}`);
}

function replacementFor(schema: Schema | null, value: unknown, replacement: string): unknown {
  if (typeof value === 'string') return replacement;
  if (value instanceof BigDecimal) return numberOf(replacement, 'to number');
  if (typeof value === 'bigint') return BigInt.asIntN(64, numberOf(replacement, 'to a number').toBigInt());
  if (typeof value !== 'number') {
    throw new DataError(`Cannot mask value of type ${javaClassOf(value, schema)} with custom replacement.`);
  }
  const number = numberOf(replacement, 'to a number');
  if (schema?.type === 'FLOAT32') return Math.fround(number.toNumber());
  if (schema === null || schema.type === 'FLOAT64') return number.toNumber();
  return Number(BigInt.asIntN(Number(schema.type.slice(3)), number.toBigInt()));
}

function numberOf(text: string, purpose: string): BigDecimal {
  try {
    return BigDecimal.parse(text);
  } catch (cause) {
    throw new DataError(`Unable to convert ${text} (class java.lang.String) ${purpose}`, { cause });
  }
}
