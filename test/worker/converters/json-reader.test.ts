import { describe, expect, test } from 'vitest';
import { JsonReader, JsonSyntaxError } from '../../../src/worker/converters/json-reader.ts';

/** With the bytes at hand, as a converter has them. */
function readerOf(json: string): JsonReader {
  return new JsonReader(json, Number, 0, Buffer.from(json));
}

describe('a string of any length', () => {
  const lengths = Array.from({ length: 80 }, (_, length) => length);

  test.each(['"', '\\', '\n', 'é', '漢', '😀'])('is read whole with %j at its end', (last) => {
    const texts = lengths.map((length) => 'x'.repeat(length) + last);
    expect(texts.map((text) => new JsonReader(JSON.stringify(text)).readDocument())).toEqual(texts);
    expect(texts.map((text) => readerOf(JSON.stringify(text)).readDocument())).toEqual(texts);
  });

  test('ends with its quote, and reading goes on behind it', () => {
    for (const length of lengths) {
      const reader = new JsonReader(`["${'x'.repeat(length)}", 1]`);
      expect(reader.readDocument()).toEqual(['x'.repeat(length), 1n]);
    }
  });

  test('may not hold a control character as it stands, nor lack its end', () => {
    for (const length of lengths) {
      expect(() => new JsonReader(`"${'x'.repeat(length)}\n"`).readDocument()).toThrow(JsonSyntaxError);
      expect(() => readerOf(`"${'x'.repeat(length)}\n"`).readDocument()).toThrow(JsonSyntaxError);
      expect(() => new JsonReader(`"${'x'.repeat(length)}`).readDocument()).toThrow(JsonSyntaxError);
    }
  });

  test('is read in a document that has line feeds between its values', () => {
    for (const length of lengths) {
      expect(readerOf(`[\n"${'x'.repeat(length)}",\n"y"\n]`).readDocument()).toEqual(['x'.repeat(length), 'y']);
    }
  });
});
