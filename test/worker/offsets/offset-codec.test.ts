import { describe, expect, test } from 'vitest';
import { decodeOffset, decodePartition, encodeOffset, encodePartition } from '../../../src/worker/offsets/index.ts';

describe('source partitions and offsets in the store', () => {
  test.each([
    { partition: { filename: '/tmp/test.txt' }, text: '["c",{"filename":"/tmp/test.txt"}]' },
    { partition: { filename: null }, text: '["c",{"filename":null}]' },
    { partition: null, text: '["c",null]' },
    // The order of a Java HashMap, which decides whether two partitions are the same there.
    {
      partition: { topic: 't', partition: 1, cluster: 'é"' },
      text: '["c",{"cluster":"é\\"","partition":1,"topic":"t"}]',
    },
  ])('are written as $text', ({ partition, text }) => {
    expect(encodePartition('c', partition).toString()).toBe(text);
    expect(decodePartition(Buffer.from(text))).toEqual({ connector: 'c', partition });
  });

  test.each([
    { offset: { position: 12 }, text: '{"position":12}' },
    { offset: { position: 9007199254740993n }, text: '{"position":9007199254740993}' },
    { offset: { a: 1.5, b: true, c: 'x', d: null }, text: '{"a":1.5,"b":true,"c":"x","d":null}' },
  ])('offsets are written as $text', ({ offset, text }) => {
    expect(encodeOffset(offset).toString()).toBe(text);
    expect(decodeOffset(Buffer.from(text))).toEqual(offset);
  });

  test.each([
    { value: { a: { b: 1 } }, message: 'Offsets may only contain primitive types as values, but field a contains MAP' },
    { value: { a: [1] }, message: 'Offsets may only contain primitive types as values, but field a contains ARRAY' },
  ])('hold plain values only', ({ value, message }) => {
    expect(() => encodeOffset(value)).toThrow(message);
  });

  test.each(['', 'x', '[]', '["c"]', '[1,{}]', '["c",5]', '{"a":1}', '["c",{},1]'])(
    '%j is no key of a connector',
    (text) => {
      expect(decodePartition(Buffer.from(text))).toBeNull();
    },
  );

  test.each([null, 'null', '5', '{bad'])('%j is no offset', (text) => {
    expect(decodeOffset(text === null ? null : Buffer.from(text))).toBeNull();
  });
});
