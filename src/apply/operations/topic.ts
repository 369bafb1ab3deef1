import { type ObservedTopic, type Operation, type TopicChange, topicChangesOf } from '../../plan/index.ts';
import type { KafkaObserver } from '../observe.ts';
import { beginWrite, movedOn, type Run } from '../run.ts';

/** What apply needs of Kafka for declared topics. */
export interface TopicWriter extends Pick<KafkaObserver, 'topics'> {
  create(topic: Extract<TopicChange, { kind: 'create' }>['topic']): Promise<void>;
  addPartitions(name: string, total: number): Promise<void>;
  /** Sets these keys alone (IncrementalAlterConfigs); null resets one. */
  alterConfig(name: string, config: ReadonlyMap<string, string | null>): Promise<void>;
}

/**
 * Creates a declared topic, or sets what differs. It is read again first.
 * @throws Failure CC5001 where it is not as the plan saw it
 */
export async function applyTopic(run: Run, writer: TopicWriter, op: Operation): Promise<void> {
  const { name } = op.change;
  checkTopic(op, run.observed.topics?.get(name), (await writer.topics([name])).get(name));
  for (const change of topicChangesOf(op)) {
    beginWrite(run);
    if (change.kind === 'create') await writer.create(change.topic);
    else if (change.kind === 'partitions') await writer.addPartitions(change.name, change.total);
    else await writer.alterConfig(change.name, change.config);
  }
}

function checkTopic(op: Operation, planned: ObservedTopic | undefined, live: ObservedTopic | undefined): void {
  const { name, fields } = op.change;
  if (!planned && live) throw movedOn(name, 'has been created');
  if (planned && !live) throw movedOn(name, 'has been deleted');
  const isChanged = (key: string): boolean =>
    key === 'partitions' ? planned?.partitions !== live?.partitions : settingOf(planned, key) !== settingOf(live, key);
  const changed = fields.map((field) => field.key).filter((key) => isChanged(key));
  if (planned && changed.length > 0) throw movedOn(name, `was changed in Kafka (${changed.join(', ')})`);
}

/** Of a field's key such as `config.retention.ms`. */
function settingOf(topic: ObservedTopic | undefined, key: string): string | null | undefined {
  return topic?.config?.get(key.slice('config.'.length))?.value;
}

/**
 * Gives an updated topic the settings it had.
 * @throws Error with what can't be put back: a topic that was created, and partitions that were added, stay
 */
export async function restoreTopic(writer: TopicWriter, op: Operation): Promise<void> {
  const { name, action, fields } = op.change;
  if (action === 'create') throw new Error('a topic that was created stays: connectctl deletes none');
  const settings = fields.filter((field) => field.key.startsWith('config.'));
  const before = settings.map(({ key, before: value }) => [key.slice('config.'.length), value ?? null] as const);
  if (before.length > 0) await writer.alterConfig(name, new Map(before));
  if (settings.length < fields.length) throw new Error('its partitions stay: Kafka takes none away');
}
