import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BatchEncoder,
  type BatchView,
  batchesOf,
  type CompressionName,
  controlTypeOf,
  crc32c,
  type DecodedRecord,
  decodeBatch,
  encodeEndMarker,
  field,
  HEADER_BYTES,
  ProtocolError,
} from '../../../src/kafka/index.ts';
import { crc32cInScript } from '../../../src/kafka/record-batch/crc32c-in-script.ts';
import javaBytes from '../protocol/java-bytes.json' with { type: 'json' };

const codecs: readonly CompressionName[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

/** The records in java-bytes.json. */
const records: readonly Omit<DecodedRecord, 'offset'>[] = [
  {
    timestampMs: 1_600_000_000_000,
    key: Buffer.from('key'),
    value: Buffer.from('value'),
    headers: [
      { key: 'h', value: Buffer.from([0, 255]) },
      { key: 'é', value: null },
    ],
  },
  { timestampMs: 1_600_000_000_123, key: null, value: Buffer.alloc(0), headers: [] },
  { timestampMs: 1_500_000_000_000, key: Buffer.from([1]), value: null, headers: [] },
  { timestampMs: 1_700_000_000_000, key: null, value: Buffer.alloc(300), headers: [] },
];

function encoderOf(list: readonly Omit<DecodedRecord, 'offset'>[]): BatchEncoder {
  const encoder = new BatchEncoder(64);
  for (const { key, value, timestampMs, headers } of list) encoder.append(key, value, timestampMs, headers);
  return encoder;
}

function onlyBatch(bytes: Buffer): BatchView {
  const batches = [...batchesOf(bytes)];
  expect(batches).toHaveLength(1);
  return batches[0] as BatchView;
}

const withoutOffset = ({ offset: _, ...rest }: DecodedRecord) => rest;

describe('a record batch', () => {
  it('is the same bytes as Java writes', () => {
    expect(encoderOf(records).finishPlain().toString('hex')).toBe(javaBytes.batches.none);
  });

  it('that ends a transaction is the same bytes as Java writes', async () => {
    const marker = encodeEndMarker({
      producerId: 77n,
      producerEpoch: 3,
      committed: true,
      coordinatorEpoch: 5,
      timestampMs: 1_600_000_000_000,
    });
    expect(marker.toString('hex')).toBe(javaBytes.batches.commit);
    expect(await controlTypeOf(onlyBatch(marker))).toBe('commit');
  });

  it.each(codecs)('of Java, packed with %s, is read', async (codec) => {
    const batch = onlyBatch(Buffer.from(javaBytes.batches[codec as keyof typeof javaBytes.batches], 'hex'));
    expect(batch.hasValidCrc()).toBe(true);
    const decoded = await decodeBatch(batch);
    expect(decoded.map(withoutOffset)).toEqual(records);
    expect(decoded.map(({ offset }) => offset)).toEqual([0n, 1n, 2n, 3n]);
  });

  it('carries any records, packed with any codec', async () => {
    const bytes = fc.option(fc.uint8Array({ maxLength: 300 }).map((list) => Buffer.from(list)));
    const anyRecord = fc.record({
      timestampMs: fc.integer({ min: 0, max: 8_640_000_000_000_000 }),
      key: bytes,
      value: bytes,
      headers: fc.array(fc.record({ key: fc.string({ unit: 'grapheme' }), value: bytes }), { maxLength: 3 }),
    });
    const anyList = fc.array(anyRecord, { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(anyList, fc.constantFrom(...codecs), async (list, codec) => {
        const batch = onlyBatch(await encoderOf(list).finish(codec));
        expect(batch.hasValidCrc()).toBe(true);
        expect(batch.recordCount).toBe(list.length);
        expect((await decodeBatch(batch)).map(withoutOffset)).toEqual(list);
      }),
      { numRuns: 200 },
    );
  });

  it('larger than one block of any codec comes out whole', async () => {
    const value = Buffer.alloc(3_000_000, 'abcdefghij klmnop');
    for (const codec of codecs) {
      const batch = onlyBatch(await encoderOf([{ timestampMs: 1, key: null, value, headers: [] }]).finish(codec));
      expect((await decodeBatch(batch))[0]?.value?.equals(value)).toBe(true);
    }
  });

  it('has the checksum of its contents (RFC 3720, B.4)', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
    const bytes = encoderOf(records).finishPlain();
    bytes.writeUInt8(bytes.readUInt8(70) ^ 1, 70);
    expect(onlyBatch(bytes).hasValidCrc()).toBe(false);
  });
});

it('a checksum is the same with and without native code', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.nat(300), (bytes, start) => {
      const from = Math.min(start, bytes.length);
      expect(crc32c(bytes, from)).toBe(crc32cInScript(bytes, from, bytes.length));
    }),
  );
});

describe('bytes that claim to be batches', () => {
  it('may end within one: it is left out', () => {
    const batch = encoderOf(records).finishPlain();
    const cut = Buffer.concat([batch, batch.subarray(0, batch.length - 1)]);
    expect([...batchesOf(cut)]).toHaveLength(1);
  });

  it.each([
    {
      name: 'an older message format',
      at: field.magic,
      write: (b: Buffer) => b.writeInt8(1, field.magic),
      why: /message format 1/,
    },
    {
      name: 'less than a header',
      at: field.batchLength,
      write: (b: Buffer) => b.writeInt32BE(10, field.batchLength),
      why: /less than its header/,
    },
    {
      name: 'a negative length',
      at: field.batchLength,
      write: (b: Buffer) => b.writeInt32BE(-100, field.batchLength),
      why: /less than its header/,
    },
  ])('are refused: $name', ({ write, why }) => {
    const bytes = encoderOf(records).finishPlain();
    write(bytes);
    expect(() => [...batchesOf(bytes)]).toThrow(why);
  });

  it.each(codecs)('damaged within, packed with %s, are refused or read, and nothing else', async (codec) => {
    const whole = await encoderOf(records).finish(codec);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - HEADER_BYTES - 1), fc.nat(255), async (position, byte) => {
        const bytes = Buffer.from(whole);
        bytes.writeUInt8(byte, HEADER_BYTES + position);
        await decodeBatch(onlyBatch(bytes)).catch((error: unknown) => expect(error).toBeInstanceOf(ProtocolError));
      }),
      { numRuns: 150 },
    );
  });

  it('with an unknown codec are refused', async () => {
    const bytes = encoderOf(records).finishPlain();
    bytes.writeInt16BE(7, field.attributes);
    await expect(decodeBatch(onlyBatch(bytes))).rejects.toThrow(/compression 7 is unknown/);
  });

  it('that unpack to more than is allowed are refused before they fill the memory', async () => {
    const { gzipSync } = await import('node:zlib');
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024));
    const head = (await encoderOf(records).finish('gzip')).subarray(0, HEADER_BYTES);
    const bytes = Buffer.concat([head, bomb]);
    bytes.writeInt32BE(bytes.length - 12, field.batchLength);
    await expect(decodeBatch(onlyBatch(bytes))).rejects.toThrow(ProtocolError);
  });
});
