import fc from 'fast-check';

interface Mutation {
  readonly kind: 'flip' | 'drop' | 'repeat' | 'insert' | 'cut';
  readonly at: number;
  readonly length: number;
  readonly bytes: Uint8Array;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('flip', 'drop', 'repeat', 'insert', 'cut'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 16 }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
});

/** One of the samples after up to four changes of its bytes. */
export function mutated(samples: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const changes = fc.array(mutation, { minLength: 1, maxLength: 4 });
  return fc.tuple(fc.constantFrom(...samples), changes).map(([sample, all]) => all.reduce(apply, sample));
}

function apply(bytes: Buffer, { kind, at, length, bytes: given }: Mutation): Buffer {
  const start = Math.floor(at * bytes.length);
  const [before, middle, after] = [
    bytes.subarray(0, start),
    bytes.subarray(start, start + length),
    bytes.subarray(start + length),
  ];
  switch (kind) {
    case 'flip':
      return Buffer.concat([before, Buffer.from(middle.map((byte, i) => byte ^ given[i % given.length]!)), after]);
    case 'drop':
      return Buffer.concat([before, after]);
    case 'repeat':
      return Buffer.concat([before, middle, middle, after]);
    case 'insert':
      return Buffer.concat([before, given, middle, after]);
    case 'cut':
      return Buffer.from(before);
    default:
      return kind satisfies never;
  }
}
