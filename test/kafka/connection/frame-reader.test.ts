import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FrameReader, ProtocolError } from '../../../src/kafka/index.ts';

function framed(body: Uint8Array): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

it('cuts a stream into its frames, wherever the network cut it', () => {
  const anyFrames = fc.array(fc.uint8Array({ minLength: 4, maxLength: 40 }), { maxLength: 8 });
  fc.assert(
    fc.property(anyFrames, fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (bodies, cuts) => {
      const expected = bodies.map((body) => framed(body).toString('hex'));
      const stream = Buffer.concat(bodies.map(framed));
      const frames: string[] = [];
      const reader = new FrameReader(1_000, (frame) => frames.push(frame.toString('hex')));
      for (let position = 0, i = 0; position < stream.length; i++) {
        const length = cuts[i % cuts.length] ?? 1;
        reader.push(stream.subarray(position, position + length));
        position += length;
      }
      expect(frames).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

it.each([-1, 0, 3, 1_001, 0x7fffffff])('refuses a frame of %i bytes before it makes room for it', (size) => {
  const reader = new FrameReader(1_000, () => undefined);
  const head = Buffer.alloc(4);
  head.writeInt32BE(size);
  expect(() => reader.push(head)).toThrow(ProtocolError);
});
