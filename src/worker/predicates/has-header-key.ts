import { defineConfig, nonEmptyString, type ParsedConfig } from '../config/index.ts';
import type { SinkRecord, SourceRecord } from '../data/index.ts';
import type { Predicate } from '../plugins/index.ts';
import { predicatePlugin } from './predicate-plugin.ts';

/** True for records that have a header of a name (HasHeaderKey). */
export const hasHeaderKey = predicatePlugin(
  'HasHeaderKey',
  defineConfig([
    {
      name: 'name',
      type: 'STRING',
      validator: nonEmptyString,
      importance: 'MEDIUM',
      documentation: 'Name of the header.',
    },
  ]),
  () => new HasHeaderKey(),
);

class HasHeaderKey implements Predicate {
  #name = '';

  configure(config: ParsedConfig): void {
    this.#name = config['name'] as string;
  }

  test({ headers }: SourceRecord | SinkRecord): boolean {
    return headers.some(({ key }) => key === this.#name);
  }
}
