import { defineConfig, type ParsedConfig } from '../config/index.ts';
import { DataError } from '../data/index.ts';
import type { Transformation } from '../plugins/index.ts';
import { FieldPath, fieldSyntaxVersion } from './field-path.ts';
import { type AnyRecord, keyAndValue, type Operand } from './operand.ts';
import { requireMapOrNull, requireStructOrNull } from './requirements.ts';
import { replaceNullWithDefault } from './transform-keys.ts';

const PURPOSE = 'field extraction';

/** Takes one field out of the key or value, which becomes that field (ExtractField). */
export const extractField = keyAndValue({
  name: 'ExtractField',
  configDef: defineConfig([
    { name: 'field', type: 'STRING', importance: 'MEDIUM', documentation: 'The field to take out.' },
    replaceNullWithDefault,
    fieldSyntaxVersion,
  ]),
  create: (operand) => new ExtractField(operand),
});

class ExtractField implements Transformation {
  readonly #operand: Operand;
  #name = '';
  #path = new FieldPath(['']);
  #replaceNull = true;

  constructor(operand: Operand) {
    this.#operand = operand;
  }

  configure(config: ParsedConfig): void {
    this.#name = config['field'] as string;
    this.#path = FieldPath.parse(this.#name, config['field.syntax.version'] as string);
    this.#replaceNull = config['replace.null.with.default'] as boolean;
  }

  apply<R extends AnyRecord>(record: R): R {
    const schema = this.#operand.schemaOf(record);
    if (schema === null) {
      const map = requireMapOrNull(this.#operand.valueOf(record), PURPOSE);
      return this.#operand.with(record, null, map === null ? null : this.#path.valueInMap(map));
    }
    const struct = requireStructOrNull(this.#operand.valueOf(record), PURPOSE, schema);
    const field = this.#path.fieldIn(schema);
    if (field === undefined) {
      throw new DataError(`Unknown field: ${this.#name}`, { javaClass: 'java.lang.IllegalArgumentException' });
    }
    const value = struct === null ? null : this.#path.valueInStruct(struct, this.#replaceNull);
    return this.#operand.with(record, field.schema, value);
  }
}
