import { expect, test } from 'vitest';
import { parseProperties, parsePropertiesText } from '../../../src/worker/config/index.ts';

test.each<[string, string, Record<string, string>]>([
  ['the three separators', 'a=1\nb:2\nc 3', { a: '1', b: '2', c: '3' }],
  ['comments', '# x=1\n  ! y=2\na=1', { a: '1' }],
  ['a line that goes on', 'a = one, \\\n    two', { a: 'one, two' }],
  ['escapes', 'a=\\u00e9\\t\\\\\\:', { a: 'é\t\\:' }],
  ['an escaped separator in a key', 'a\\ b\\=c=1', { 'a b=c': '1' }],
  ['a key without a value', 'a\nb=', { a: '', b: '' }],
  ['dots in keys', 'a=1\na.b=2', { a: '1', 'a.b': '2' }],
  ['blanks at the end stay', 'a=1  ', { a: '1  ' }],
  ['of two equal keys the last', 'a=1\na=2', { a: '2' }],
  ['line ends of every kind', 'a=1\r\nb=2\rc=3', { a: '1', b: '2', c: '3' }],
])('%s', (_name, text, expected) => {
  expect(parsePropertiesText(text)).toEqual(expected);
});

test('a file is read as ISO-8859-1', () => {
  expect(parseProperties(Buffer.from([0x61, 0x3d, 0xe9]))).toEqual({ a: 'é' });
});

test('a broken escape is refused', () => {
  expect(() => parsePropertiesText('a=\\u12')).toThrow('Malformed \\uxxxx encoding.');
});
