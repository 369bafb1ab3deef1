import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as apis from '../../../src/kafka/protocol/apis/index.ts';
import {
  type Api,
  codecOf,
  encodeRequest,
  metadataApi,
  ProtocolError,
  Reader,
  Writer,
} from '../../../src/kafka/protocol/index.ts';
import javaBytes from './java-bytes.json' with { type: 'json' };

/*
 * java-bytes.json holds what kafka-clients 4.3.1 writes: each message in each version that is spoken here, every
 * field filled with a value of its own; and record batches.
 */
const byKey = new Map((Object.values(apis) as unknown as Api[]).map((api) => [api.key, api]));

function find(apiKey: number): Api {
  const api = byKey.get(apiKey);
  if (!api) throw new Error(`API ${apiKey} is not in the tables`);
  return api;
}

const messages = javaBytes.messages.map(({ apiKey, side, version, hex }) => {
  const name = `${find(apiKey).name} ${side} v${version}`;
  return { name, codec: codecOf(find(apiKey), side as 'request' | 'response', version), hex };
});

describe('messages that Java wrote', () => {
  it('stand for every API and version that is spoken', () => {
    const expected = [...byKey.values()].reduce((sum, api) => sum + 2 * (api.maxVersion - api.minVersion + 1), 0);
    expect(messages).toHaveLength(expected);
  });

  it.each(messages)('$name: read whole, and written again as the same bytes', ({ codec, hex }) => {
    const reader = new Reader(Buffer.from(hex, 'hex'));
    const message = codec.read(reader);
    expect(reader.remaining).toBe(0);
    const writer = new Writer();
    codec.write(writer, message);
    expect(Buffer.concat(writer.finish()).toString('hex')).toBe(hex);
  });

  it.each(messages)('$name: cut short anywhere, it is refused', ({ codec, hex }) => {
    const whole = Buffer.from(hex, 'hex');
    for (let length = 0; length < whole.length; length++) {
      expect(() => codec.read(new Reader(whole.subarray(0, length)))).toThrow(ProtocolError);
    }
  });
});

describe('bytes of any kind', () => {
  it('are a message or a ProtocolError, and never more memory than they could hold', () => {
    const anyMessage = fc.constantFrom(...messages);
    fc.assert(
      fc.property(anyMessage, fc.uint8Array({ maxLength: 200 }), ({ codec }, bytes) => {
        try {
          codec.read(new Reader(Buffer.from(bytes)));
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('a request frame', () => {
  it('is size, header and body', () => {
    const frame = Buffer.concat(encodeRequest(metadataApi, 4, 7, 'me', { topics: [{ name: 't' }] }));
    expect(frame.toString('hex')).toBe('0000001400030004' + '00000007' + '00026d65' + '00000001' + '000174' + '01');
  });

  it('of a flexible version has tagged fields in header and body', () => {
    const frame = Buffer.concat(encodeRequest(metadataApi, 9, 7, 'me', { topics: null }));
    expect(frame.toString('hex')).toBe(
      '0000001200030009' + '00000007' + '00026d65' + '00' + '00' + '01' + '0000' + '00',
    );
  });
});
