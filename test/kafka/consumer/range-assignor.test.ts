import { describe, expect, it } from 'vitest';
import {
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from '../../../src/kafka/consumer/group-protocol.ts';
import { type AssignableMember, assignRange } from '../../../src/kafka/consumer/range-assignor.ts';

const member = (
  memberId: string,
  topics: readonly string[],
  groupInstanceId: string | null = null,
): AssignableMember => ({
  memberId,
  topics,
  groupInstanceId,
});

describe('the range assignor', () => {
  // As org.apache.kafka.clients.consumer.RangeAssignor without racks.
  it.each([
    {
      name: 'gives the first members one more when it does not come out even',
      members: [member('b', ['t']), member('a', ['t'])],
      partitions: { t: 3 },
      expected: { a: ['t0', 't1'], b: ['t2'] },
    },
    {
      name: 'shares out each topic among those that want it',
      members: [member('a', ['t']), member('b', ['t', 'u']), member('c', ['u'])],
      partitions: { t: 3, u: 2 },
      expected: { a: ['t0', 't1'], b: ['t2', 'u0'], c: ['u1'] },
    },
    {
      name: 'leaves a member without work when there are more members than partitions',
      members: [member('a', ['t']), member('b', ['t'])],
      partitions: { t: 1 },
      expected: { a: ['t0'], b: [] },
    },
    {
      name: 'puts static members first, by their instance id',
      members: [member('a', ['t']), member('z', ['t'], 'instance')],
      partitions: { t: 2 },
      expected: { z: ['t0'], a: ['t1'] },
    },
    {
      name: 'knows no partitions of a topic that does not exist',
      members: [member('a', ['nope'])],
      partitions: {},
      expected: { a: [] },
    },
  ])('$name', ({ members, partitions, expected }) => {
    const counts: Readonly<Record<string, number | undefined>> = partitions;
    const assignment = assignRange(members, (topic) => counts[topic] ?? 0);
    const shown = [...assignment].map(([id, list]) => [id, list.map(({ topic, partition }) => `${topic}${partition}`)]);
    expect(Object.fromEntries(shown)).toEqual(expected);
  });
});

describe('what members tell each other', () => {
  it('is the bytes of ConsumerProtocolSubscription version 1', () => {
    const bytes = encodeSubscription(['t']);
    expect(bytes.toString('hex')).toBe('0001' + '00000001' + '000174' + 'ffffffff' + '00000000');
    expect(decodeSubscription(bytes)).toEqual(['t']);
  });

  it('is read from newer versions too', () => {
    // Version 3 of Java: owned partitions, generation and rack follow.
    const version3 = '0003' + '00000002' + '000174' + '000175' + 'ffffffff' + '00000000' + 'ffffffff' + 'ffff';
    expect(decodeSubscription(Buffer.from(version3, 'hex'))).toEqual(['t', 'u']);
  });

  it('is the bytes of ConsumerProtocolAssignment version 1', () => {
    const partitions = [
      { topic: 't', partition: 0 },
      { topic: 't', partition: 2 },
    ];
    const bytes = encodeAssignment(partitions);
    expect(bytes.toString('hex')).toBe(
      '0001' + '00000001' + '000174' + '00000002' + '00000000' + '00000002' + 'ffffffff',
    );
    expect(decodeAssignment(bytes)).toEqual(partitions);
    expect(decodeAssignment(Buffer.alloc(0))).toEqual([]);
  });
});
