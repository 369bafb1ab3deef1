import { expect, it } from 'vitest';
import { StickyPartitions } from '../../../src/kafka/producer/sticky-partitions.ts';

it('stays with a partition for one batch, and then takes the next, all in turn', () => {
  const sticky = new StickyPartitions();
  const visited: number[] = [];
  for (let stay = 0; stay < 3; stay++) {
    const partition = sticky.choose('t', 3);
    sticky.beganBatch('t', 3);
    expect([sticky.choose('t', 3), sticky.choose('t', 3)]).toEqual([partition, partition]);
    sticky.beganBatch('t', 3);
    visited.push(partition);
  }
  expect(visited.sort()).toEqual([0, 1, 2]);
});

it('leaves a partition that is no longer there', () => {
  const sticky = new StickyPartitions();
  for (let i = 0; i < 50; i++) {
    sticky.choose(`t${i}`, 10);
    expect(sticky.choose(`t${i}`, 1)).toBe(0);
  }
});
