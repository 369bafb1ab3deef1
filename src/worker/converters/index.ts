import type { ConverterPlugin, HeaderConverterPlugin } from '../plugins/index.ts';
import { booleanConverter } from './boolean-converter.ts';
import { byteArrayConverter } from './byte-array-converter.ts';
import { jsonConverter } from './json-converter.ts';
import { numberConverters } from './number-converters.ts';
import { simpleHeaderConverter } from './simple-header-converter.ts';
import { stringConverter } from './string-converter.ts';

const both = [jsonConverter, stringConverter, byteArrayConverter, booleanConverter, ...numberConverters];

/** The converters of keys and values. */
export const converterPlugins: readonly ConverterPlugin[] = both.map(({ converter }) => converter);

/** The converters of headers: all of them, and the simple one. */
export const headerConverterPlugins: readonly HeaderConverterPlugin[] = [
  ...both.map(({ headerConverter }) => headerConverter),
  simpleHeaderConverter,
];

export { jsonTextOf } from './json-bytes.ts';
export { JsonReader, JsonSyntaxError } from './json-reader.ts';
export { quoteJson } from './json-text.ts';
