import { describe, expect, test } from 'vitest';
import type { KafkaAdmin, NewTopic } from '../../../src/kafka/index.ts';
import { TopicCreation } from '../../../src/worker/runtime/topic-creation.ts';

function group(name: string, includes: (topic: string) => boolean) {
  return {
    name,
    includes,
    partitions: name === 'big' ? 12 : 1,
    replicationFactor: -1,
    config: { 'cleanup.policy': name },
  };
}

function setup(existing: readonly string[], create: (topic: NewTopic) => Promise<boolean> = async () => true) {
  const created: NewTopic[] = [];
  const admin = {
    describeTopics: async (topics: readonly string[]) =>
      new Map(topics.filter((t) => existing.includes(t)).map((t) => [t, 1])),
    createTopic: async (topic: NewTopic) => {
      created.push(topic);
      return create(topic);
    },
    close: async () => {},
  } as unknown as KafkaAdmin;
  const topics = new TopicCreation(
    [group('big', (topic) => topic.startsWith('big')), group('default', () => true)],
    admin,
  );
  return { topics, created };
}

describe('topics of a source', () => {
  test('are created by the first group that takes their name', async () => {
    const { topics, created } = setup([]);
    expect(topics.isKnown('big-1')).toBe(false);
    await topics.ensure('big-1');
    await topics.ensure('other');
    expect(created).toEqual([
      expect.objectContaining({
        name: 'big-1',
        partitions: 12,
        replicationFactor: -1,
        config: { 'cleanup.policy': 'big' },
      }),
      expect.objectContaining({ name: 'other', partitions: 1 }),
    ]);
    expect(topics.isKnown('big-1')).toBe(true);
  });

  test('are left alone where they exist', async () => {
    const { topics, created } = setup(['t']);
    await topics.ensure('t');
    expect(created).toEqual([]);
    expect(topics.isKnown('t')).toBe(true);
  });

  test('that cannot be created fail the task with what to do', async () => {
    const { topics } = setup([], () => Promise.reject(new Error('not authorised')));
    await expect(topics.ensure('t')).rejects.toThrow(
      'Task failed to create new topic t. Ensure that the task is authorized to create topics or that the topic exists ' +
        'and restart the task',
    );
    expect(topics.isKnown('t')).toBe(false);
  });
});
