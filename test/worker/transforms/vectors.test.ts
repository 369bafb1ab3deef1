import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Outcome, runVector, type Vector } from './run-vector.ts';

/** One a line: written by a small Java program that ran the transforms of Kafka Connect 4.3.1 on JDK 17. */
const vectors = readFileSync(new URL('./vectors.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Vector);

const SHORTEST_DIGITS = 'floats print the shortest digits, as JDK 19 and later do';
const NULL_POINTER = 'the JVM text of a null pointer is replaced by what is wrong';
const WORKS = 'it fails in 4.3.1 for whatever is no struct, and works here';

/** Where ours is not Kafka's, on purpose. */
const DIFFERENCES: readonly { readonly start: string; readonly why: string; readonly ours: RegExp }[] = [
  { start: '104 InsertHeader', why: NULL_POINTER, ours: /payload\\+":\[\]/ },
  { start: '109 InsertHeader', why: NULL_POINTER, ours: /payload\\+":\[\[1,2\],\[\\"x\\",3\]\]/ },
  { start: '114 InsertHeader', why: NULL_POINTER, ours: /Invalid type for STRING/ },
  { start: '154 InsertHeader', why: SHORTEST_DIGITS, ours: /1\.2345679E8/ },
  { start: '484 Cast', why: SHORTEST_DIGITS, ours: /1\.7E12/ },
  { start: '600 HeaderFrom', why: NULL_POINTER, ours: /DataException: zz is not a valid field name/ },
  { start: '607 HeaderFrom', why: NULL_POINTER, ours: /DataException: zz is not a valid field name/ },
  { start: '705 SetSchemaMetadata', why: WORKS, ours: /\\"name\\":\\"nn\\",\\"version\\":3\},\\"payload\\":5/ },
  { start: '709 SetSchemaMetadata', why: WORKS, ours: /\\"name\\":\\"kk\\"\},\\"payload\\":null/ },
  { start: '710 SetSchemaMetadata', why: WORKS, ours: /\\"name\\":\\"nn\\"\},\\"payload\\":\[1\]/ },
  { start: '856 TimestampConverter', why: NULL_POINTER, ours: /needs the option format/ },
];

const differenceOf = (vector: Vector) =>
  DIFFERENCES.find(({ start }) => vector.name.startsWith(`${start}$`) || vector.name.startsWith(`${start} `));

describe('transforms give what Kafka Connect 4.3.1 gives', () => {
  test.each(vectors.filter((vector) => differenceOf(vector) === undefined))('$name', (vector) => {
    expect(stable(runVector(vector))).toEqual(vector.expected);
  });

  test('for every kind of transform', () => {
    expect(new Set(vectors.map((vector) => vector.class.replace(/\$.*/, ''))).size).toBe(16);
  });
});

describe('transforms differ on purpose', () => {
  test.each(DIFFERENCES)('$start: $why', ({ start, ours }) => {
    const vector = vectors.find((candidate) => candidate.name.startsWith(start))!;
    const outcome = stable(runVector(vector));
    expect(outcome).not.toEqual(vector.expected);
    expect(JSON.stringify(outcome)).toMatch(ours);
  });
});

/** Java prints a byte[] by its address. */
function stable(outcome: Outcome): Outcome {
  const text = JSON.stringify(outcome).replace(/\[B@[0-9a-f]+/g, '[B@…');
  return JSON.parse(text) as Outcome;
}
