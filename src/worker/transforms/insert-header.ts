import { defineConfig, nonNull, type ParsedConfig } from '../config/index.ts';
import { type SchemaAndValue, withHeaders } from '../data/index.ts';
import type { Transformation } from '../plugins/index.ts';
import { parseValue } from '../values/index.ts';
import { type AnyRecord, wholeRecord } from './operand.ts';

/** Adds a header with a fixed value (InsertHeader). */
export const insertHeader = wholeRecord({
  name: 'InsertHeader',
  configDef: defineConfig([
    { name: 'header', type: 'STRING', validator: nonNull, importance: 'HIGH', documentation: 'Name of the header.' },
    {
      name: 'value.literal',
      type: 'STRING',
      validator: nonNull,
      importance: 'HIGH',
      documentation: 'Its value; whether it is a number, a date, a list … is guessed from the text.',
    },
  ]),
  create: () => new InsertHeader(),
});

class InsertHeader implements Transformation {
  #key = '';
  #literal: SchemaAndValue = { schema: null, value: null };

  configure(config: ParsedConfig): void {
    this.#key = config['header'] as string;
    this.#literal = parseValue(config['value.literal'] as string);
  }

  apply<R extends AnyRecord>(record: R): R {
    return withHeaders(record, [...record.headers, { key: this.#key, ...this.#literal }]);
  }
}
