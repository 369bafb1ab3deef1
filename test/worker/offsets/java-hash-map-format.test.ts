import { describe, expect, test } from 'vitest';
import { readJavaHashMap, TruncatedError, writeJavaHashMap } from '../../../src/worker/offsets/java-hash-map-format.ts';

/** Written by Java 17 for `["local-file-source",{"filename":"test.txt"}]` at position 12. */
const JAVA_BYTES = Buffer.from(
  'aced0005737200116a6176612e7574696c2e486173684d61700507dac1c31660d103000246000a6c6f6164466163746f72' +
    '4900097468726573686f6c6478703f4000000000000c77080000001000000001757200025b42acf317f8060854e0020000' +
    '78700000002d5b226c6f63616c2d66696c652d736f75726365222c7b2266696c656e616d65223a22746573742e74787422' +
    '7d5d7571007e00020000000f7b22706f736974696f6e223a31327d78',
  'hex',
);
const ENTRY = {
  key: Buffer.from('["local-file-source",{"filename":"test.txt"}]'),
  value: Buffer.from('{"position":12}'),
};
const RESET = { key: Buffer.from('["c2",{"filename":"b"}]'), value: null };

describe('the Java map format of the offset file', () => {
  test('is written byte for byte as Java does', () => {
    expect(writeJavaHashMap([ENTRY]).toString('hex')).toBe(JAVA_BYTES.toString('hex'));
  });

  test('has a null for a reset partition', () => {
    const bytes = writeJavaHashMap([ENTRY, RESET]).toString('hex');
    expect(bytes.endsWith(`7571007e000200000017${RESET.key.toString('hex')}7078`)).toBe(true);
    expect(readJavaHashMap(writeJavaHashMap([ENTRY, RESET]))).toEqual([ENTRY, RESET]);
  });

  test.each([0, 1, 12, 13, 100])('gives back the %i entries that were written', (count) => {
    const entries = Array.from({ length: count }, (_, i) => ({ key: Buffer.from(`k${i}`), value: Buffer.alloc(i) }));
    expect(readJavaHashMap(writeJavaHashMap(entries))).toEqual(entries);
  });

  test('is read where Java refers back to an array that it wrote before', () => {
    // The second entry's value is the first entry's value object: TC_REFERENCE to its handle.
    const twice = writeJavaHashMap([ENTRY, RESET]).toString('hex').replace(/7078$/, '71007e000478');
    expect(readJavaHashMap(Buffer.from(twice, 'hex'))[1]?.value).toEqual(ENTRY.value);
  });

  test('is told from a file that was cut off, at every length', () => {
    for (let length = 0; length < JAVA_BYTES.length; length++) {
      expect(() => readJavaHashMap(JAVA_BYTES.subarray(0, length)), `${length} bytes`).toThrow(TruncatedError);
    }
  });

  test.each([
    { name: 'text', hex: Buffer.from('{"offsets":[]}').toString('hex'), message: /does not start as/ },
    {
      name: 'another class',
      hex: JAVA_BYTES.toString('hex').replace(
        '6a6176612e7574696c2e486173684d6170',
        '6a6176612e7574696c2e48617368536574',
      ),
      message: /Expected HashMap but found class java\.util\.HashSet/,
    },
    { name: 'an array', hex: 'aced0005757200025b42acf317f8060854e0020000787000000000', message: /found class \[B/ },
    {
      name: 'text as a key',
      hex: JAVA_BYTES.toString('hex').replace(/757200025b42.*/, '740001617078'),
      message: /other than byte arrays/,
    },
  ])('refuses $name', ({ hex, message }) => {
    expect(() => readJavaHashMap(Buffer.from(hex, 'hex'))).toThrow(message);
  });
});
