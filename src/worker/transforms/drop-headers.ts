import { defineConfig, type ParsedConfig } from '../config/index.ts';
import { withHeaders } from '../data/index.ts';
import type { Transformation } from '../plugins/index.ts';
import { type AnyRecord, wholeRecord } from './operand.ts';
import { distinctEntries } from './transform-keys.ts';

/** Takes headers off by their names (DropHeaders). */
export const dropHeaders = wholeRecord({
  name: 'DropHeaders',
  configDef: defineConfig([
    {
      name: 'headers',
      type: 'LIST',
      validator: distinctEntries(false),
      importance: 'HIGH',
      documentation: 'Names of the headers to take off, every one of that name.',
    },
  ]),
  create: () => new DropHeaders(),
});

class DropHeaders implements Transformation {
  #names: ReadonlySet<string> = new Set();

  configure(config: ParsedConfig): void {
    this.#names = new Set(config['headers'] as readonly string[]);
  }

  apply<R extends AnyRecord>(record: R): R {
    return withHeaders(
      record,
      record.headers.filter(({ key }) => !this.#names.has(key)),
    );
  }
}
