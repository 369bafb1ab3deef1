import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  defaultPlanOptions,
  makePlan,
  type Observed,
  type PlanEnvironment,
  type PlanOptions,
  type PlanResult,
} from '../../src/plan/index.ts';
import { type DesiredInput, desired, environment, removed, topic } from './desired.ts';
import { type LiveInput, live, observed } from './observed.ts';

/** desired.json of a golden folder. */
interface DesiredFile {
  readonly connectors: readonly DesiredInput[];
  readonly removed?: readonly {
    readonly name: string;
    readonly destroy?: boolean;
    readonly offsets?: 'keep' | 'reset';
  }[];
  readonly options?: Partial<PlanOptions>;
  readonly environment?: Partial<PlanEnvironment>;
  readonly topics?: readonly TopicInput[];
}

interface TopicInput {
  readonly name: string;
  readonly partitions?: number;
  readonly replicationFactor?: number;
  readonly config?: Readonly<Record<string, string | null>>;
}

/** topics.json of a golden folder: what Kafka has of the declared topics, and what it refuses. */
interface KafkaFile {
  readonly topics: readonly TopicInput[];
  readonly refusals: Observed['topicRefusals'];
}

/** Plans a golden folder: desired.json against live.json, and against topics.json where there is one. */
export function planCase(folder: string): PlanResult {
  const files = JSON.parse(readFileSync(join(folder, 'desired.json'), 'utf8')) as DesiredFile;
  const lives = JSON.parse(readFileSync(join(folder, 'live.json'), 'utf8')) as Record<string, LiveInput>;
  return makePlan({
    environment: { ...environment, ...files.environment },
    connectors: files.connectors.map(desired).sort((a, b) => (a.name < b.name ? -1 : 1)),
    topics: (files.topics ?? []).map(({ name, ...rest }) =>
      topic(name, { ...rest, config: new Map(Object.entries(rest.config ?? {})) }),
    ),
    removed: (files.removed ?? []).map(({ name, ...rest }) => removed(name, rest)),
    diagnostics: [],
    observed: observed(
      Object.entries(lives).map(([name, input]) => live(name, input)),
      observedTopics(join(folder, 'topics.json')),
    ),
    options: { ...defaultPlanOptions, ...files.options },
  });
}

function observedTopics(path: string): Partial<Observed> {
  if (!existsSync(path)) return {};
  const { topics, refusals } = JSON.parse(readFileSync(path, 'utf8')) as KafkaFile;
  const configOf = (config: TopicInput['config']) =>
    new Map(Object.entries(config ?? {}).map(([key, value]) => [key, { value, isDefault: false }]));
  return {
    topics: new Map(
      topics.map(({ name, partitions = 1, replicationFactor = 1, config }) => [
        name,
        { partitions, replicationFactor, config: configOf(config) },
      ]),
    ),
    topicRefusals: refusals,
  };
}
