import { describe, expect, test } from 'vitest';
import type { SourceRecord } from '../../../src/worker/data/index.ts';
import type { Predicate, Transformation } from '../../../src/worker/plugins/index.ts';
import type { TransformStage } from '../../../src/worker/runtime/task-runner.ts';
import { TransformChain } from '../../../src/worker/runtime/transform-chain.ts';

const record: SourceRecord = {
  kind: 'source',
  topic: 't',
  partition: null,
  keySchema: null,
  key: null,
  valueSchema: null,
  value: '',
  timestampMs: null,
  headers: [],
  sourcePartition: null,
  sourceOffset: null,
};

function stage(
  name: string,
  options: { holds?: boolean; negate?: boolean; drops?: boolean; closed?: string[] } = {},
): TransformStage {
  const transform = {
    configure() {},
    apply: (given: SourceRecord) => (options.drops ? null : { ...given, value: `${given.value}${name}` }),
    close: () => void options.closed?.push(name),
  } as unknown as Transformation;
  const predicate: Predicate = {
    configure() {},
    test: () => options.holds ?? true,
    close: () => void options.closed?.push(`${name}?`),
  };
  return {
    alias: name,
    className: `test.${name}`,
    instance: transform,
    predicate: options.holds === undefined ? null : { className: 'test.P', instance: predicate },
    negate: options.negate ?? false,
  };
}

describe('a chain of transforms', () => {
  test.each([
    { name: 'applies all in order', stages: [stage('a'), stage('b')], value: 'ab' },
    {
      name: 'applies where the predicate holds',
      stages: [stage('a', { holds: true }), stage('b', { holds: false })],
      value: 'a',
    },
    {
      name: 'applies where a negated predicate does not hold',
      stages: [stage('a', { holds: true, negate: true }), stage('b', { holds: false, negate: true })],
      value: 'b',
    },
    { name: 'ends where a record is dropped', stages: [stage('a', { drops: true }), stage('b')], value: undefined },
    {
      name: 'does not drop where the predicate does not hold',
      stages: [stage('a', { drops: true, holds: false }), stage('b')],
      value: 'b',
    },
  ])('$name', ({ stages, value }) => {
    expect(new TransformChain(stages).apply(record, { className: '' })?.value).toBe(value);
  });

  test('tells which transform was at work', () => {
    const position = { className: '' };
    new TransformChain([stage('a'), stage('b'), stage('c', { holds: false })]).apply(record, position);
    expect(position.className).toBe('test.c');
  });

  test('closes transforms and predicates', () => {
    const closed: string[] = [];
    new TransformChain([stage('a', { closed, holds: true }), stage('b', { closed })]).close();
    expect(closed).toEqual(['a', 'a?', 'b']);
  });
});
