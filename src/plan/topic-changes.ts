import { contextOf } from './plan-context.ts';
import type { Operation, PlanInput } from './plan-input.ts';
import { planTopics } from './plan-topics.ts';

/** A change of a topic as Kafka takes it; partitions and replication factor -1: the broker's default. */
export type TopicChange =
  | {
      readonly kind: 'create';
      readonly topic: {
        readonly name: string;
        readonly partitions: number;
        readonly replicationFactor: number;
        readonly config: Readonly<Record<string, string>>;
      };
    }
  | { readonly kind: 'partitions'; readonly name: string; readonly total: number }
  /** Sets these keys alone (IncrementalAlterConfigs); null resets one. */
  | { readonly kind: 'config'; readonly name: string; readonly config: ReadonlyMap<string, string | null> };

/** What a plan would change of topics, so that Kafka can be asked about it beforehand. */
export function topicChanges(input: PlanInput): readonly TopicChange[] {
  return planTopics(contextOf(input)).operations.flatMap(topicChangesOf);
}

/** What one operation sends to Kafka: in the plan to be checked, in the apply to be done. */
export function topicChangesOf({ change, topic }: Operation): readonly TopicChange[] {
  if (!topic) return [];
  const { name, partitions = -1, replicationFactor = -1 } = topic;
  if (change.action === 'create') {
    const config = Object.fromEntries([...topic.config].flatMap(([key, v]) => (v === null ? [] : [[key, v]])));
    return [{ kind: 'create', topic: { name, partitions, replicationFactor, config } }];
  }
  const keys = new Set(change.fields.map((field) => field.key));
  const config = new Map([...topic.config].filter(([key]) => keys.has(`config.${key}`)));
  return [
    ...(keys.has('partitions') ? [{ kind: 'partitions' as const, name, total: partitions }] : []),
    ...(config.size > 0 ? [{ kind: 'config' as const, name, config }] : []),
  ];
}
