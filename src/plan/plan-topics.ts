import type { Diagnostic } from '../core/index.ts';
import type { ResolvedTopic } from '../definition/index.ts';
import type { ObservedTopic } from './observed.ts';
import type { PlanChange, PlanField } from './plan.ts';
import type { Operation, PlanContext } from './plan-input.ts';

/** Declared topics against Kafka's: only declared keys are compared and set; a topic is never deleted. */
export function planTopics(context: PlanContext): {
  readonly operations: readonly Operation[];
  readonly diagnostics: readonly Diagnostic[];
  /** How many are as declared. */
  readonly unchanged: number;
} {
  const { topics } = context.observed;
  if (!topics) return { operations: [], diagnostics: [], unchanged: 0 };
  const operations: Operation[] = [];
  const diagnostics: Diagnostic[] = [];
  let unchanged = 0;
  for (const topic of context.topics.filter((t) => context.isSelected(t))) {
    const live = topics.get(topic.name);
    const found = live ? impossible(topic, live) : [];
    diagnostics.push(...found, ...refused(topic, context));
    const fields = live ? fieldsOfUpdate(topic, live) : fieldsOfCreate(topic);
    if (!live || fields.length > 0) operations.push({ change: changeOf(topic, live, fields), topic, after: [] });
    else if (found.length === 0) unchanged++;
  }
  return { operations, diagnostics, unchanged };
}

/** What Kafka said to the change. A user who may only look can still plan, and is told what was not checked. */
function refused(topic: ResolvedTopic, { observed }: PlanContext): Diagnostic[] {
  return observed.topicRefusals
    .filter(({ name }) => name === topic.name)
    .map(({ message, isForbidden }) => ({
      code: 'CC4022',
      severity: isForbidden ? ('info' as const) : ('error' as const),
      message: isForbidden
        ? `topic "${topic.name}": Kafka does not let this user make the change, so it could not be checked (${message})`
        : `topic "${topic.name}": Kafka refuses the change: ${message}`,
      source: placeOf(topic, message),
    }));
}

/** The line of the config key that Kafka's message names, else of the topic. */
function placeOf(topic: ResolvedTopic, message: string): Diagnostic['source'] {
  const words = new Set(message.split(/[^\w.-]+/).map((word) => word.replace(/\.$/, '')));
  const key = [...topic.config.keys()].find((name) => words.has(name));
  if (key !== undefined) return topic.sourceOf(`config.${key}`) ?? topic.source;
  if (/partition/i.test(message) && !/replica/i.test(message)) return topic.sourceOf('partitions') ?? topic.source;
  if (/replica/i.test(message)) return topic.sourceOf('replicationFactor') ?? topic.source;
  return topic.source;
}

function changeOf(topic: ResolvedTopic, live: ObservedTopic | undefined, fields: readonly PlanField[]): PlanChange {
  const undeclared = [...(live?.config ?? [])].filter(([key, v]) => !v.isDefault && !topic.config.has(key)).length;
  return {
    kind: 'topic',
    name: topic.name,
    pipeline: topic.pipeline,
    action: live ? 'update' : 'create',
    fields,
    state: { before: null, after: null },
    impact: live ? impactOfUpdate(fields) : ['created before the connectors'],
    hazards: [],
    unchanged: 0,
    uncompared: undeclared > 0 ? { undeclared } : {},
    source: topic.source,
  };
}

/** What an update of a topic means for the records in it and to come. */
function impactOfUpdate(fields: readonly PlanField[]): string[] {
  const impact: string[] = [];
  const partitions = fields.find(({ key }) => key === 'partitions');
  const added = Number(partitions?.after) - Number(partitions?.before);
  if (partitions) {
    impact.push(
      `adds ${added} ${added === 1 ? 'partition' : 'partitions'}`,
      'a key may go to another partition from now on',
    );
  }
  if (fields.some(mayDelete)) impact.push('Kafka may delete records');
  return impact;
}

/** Less room or time than before, or another way of cleaning up; -1 is without limit. */
function mayDelete({ key, before, after }: PlanField): boolean {
  if (key === 'config.cleanup.policy') return true;
  if (!/^config\.(?:local\.)?retention\.(?:ms|bytes)$/.test(key) || after === '-1') return false;
  return before === '-1' || typeof before !== 'string' || typeof after !== 'string' || Number(after) < Number(before);
}

function fieldsOfCreate(topic: ResolvedTopic): PlanField[] {
  const fields: PlanField[] = [];
  for (const [key, value] of topic.config) if (value !== null) fields.push(field(topic, `config.${key}`, null, value));
  if (topic.partitions !== undefined) fields.push(field(topic, 'partitions', null, String(topic.partitions)));
  if (topic.replicationFactor !== undefined) {
    fields.push(field(topic, 'replicationFactor', null, String(topic.replicationFactor)));
  }
  return fields;
}

function fieldsOfUpdate(topic: ResolvedTopic, live: ObservedTopic): PlanField[] {
  const fields: PlanField[] = [];
  for (const [key, value] of live.config ? topic.config : []) {
    const current = live.config?.get(key);
    const before = current && !current.isDefault ? current.value : null;
    const isEqual = value === null ? before === null : value === (current?.value ?? null);
    if (!isEqual) fields.push(field(topic, `config.${key}`, before, value));
  }
  if (topic.partitions !== undefined && topic.partitions > live.partitions) {
    fields.push(field(topic, 'partitions', String(live.partitions), String(topic.partitions)));
  }
  return fields;
}

function impossible(topic: ResolvedTopic, live: ObservedTopic): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  if (topic.partitions !== undefined && topic.partitions < live.partitions) {
    diagnostics.push({
      code: 'CC4016',
      severity: 'error',
      message: `topic "${topic.name}" has ${live.partitions} partitions, and Kafka can't take any away (wanted: ${topic.partitions})`,
      source: topic.sourceOf('partitions') ?? topic.source,
    });
  }
  const { replicationFactor } = live;
  if (
    topic.replicationFactor !== undefined &&
    replicationFactor !== undefined &&
    topic.replicationFactor !== replicationFactor
  ) {
    diagnostics.push({
      code: 'CC4017',
      severity: 'error',
      message: `topic "${topic.name}" has replication factor ${replicationFactor}, not ${topic.replicationFactor}: connectctl does not change it`,
      help: 'Use kafka-reassign-partitions, then plan again.',
      source: topic.sourceOf('replicationFactor') ?? topic.source,
    });
  }
  return diagnostics;
}

function field(topic: ResolvedTopic, key: string, before: string | null, after: string | null): PlanField {
  const source = topic.sourceOf(key);
  return { key, before, after, sensitive: false, drift: false, ...(source && { source }) };
}
