import { defineConfig } from '../config/index.ts';
import { wholeRecord } from './operand.ts';

/** Drops every record that reaches it; to be used with a predicate (Filter). */
export const filter = wholeRecord({
  name: 'Filter',
  configDef: defineConfig([]),
  create: () => ({ configure() {}, apply: () => null }),
});
