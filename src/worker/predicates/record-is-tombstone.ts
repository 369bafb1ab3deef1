import { defineConfig } from '../config/index.ts';
import { predicatePlugin } from './predicate-plugin.ts';

/** True for records without a value, whatever their schema says (RecordIsTombstone). */
export const recordIsTombstone = predicatePlugin('RecordIsTombstone', defineConfig([]), () => ({
  configure() {},
  test: ({ value }) => value === null || value === undefined,
}));
