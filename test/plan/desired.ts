import { Sensitive, type TargetState } from '../../src/core/index.ts';
import type {
  ConfigText,
  DeclaredOffsets,
  RemovedConnector,
  ResolvedConnector,
  ResolvedTopic,
} from '../../src/definition/index.ts';
import type { PlanEnvironment } from '../../src/plan/index.ts';

/** A connector as the tests write it: the few things that differ from a plain one. */
export interface DesiredInput {
  readonly name: string;
  readonly pipeline?: string;
  readonly config: Readonly<Record<string, string>>;
  /** null: no value for a create. */
  readonly keep?: Readonly<Record<string, string | null>>;
  readonly sensitive?: readonly string[];
  readonly state?: TargetState;
  readonly dependsOn?: readonly string[];
  readonly preventDestroy?: boolean;
  readonly movedFrom?: readonly string[];
  readonly offsets?: DeclaredOffsets;
  readonly allow?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

const SECRET_NAME = /password$|secret|token$/i;

/** Builds a resolved connector; each key is written on a line of its own, in the order given. */
export function desired(input: DesiredInput): ResolvedConnector {
  const file = `pipelines/${input.pipeline ?? 'p'}.yaml`;
  const keys = Object.keys(input.config);
  const isSecret = (key: string): boolean => SECRET_NAME.test(key) || (input.sensitive ?? []).includes(key);
  const wrap = (key: string, value: string): ConfigText => (isSecret(key) ? new Sensitive(value) : value);
  return {
    name: input.name,
    pipeline: input.pipeline ?? 'p',
    config: new Map([...keys].sort().map((key) => [key, wrap(key, input.config[key]!)])),
    keep: new Map(
      Object.entries(input.keep ?? {}).map(([key, value]) => [key, value === null ? undefined : wrap(key, value)]),
    ),
    sensitiveKeys: new Set([...keys, ...Object.keys(input.keep ?? {})].filter(isSecret)),
    isSensitiveKey: (key) => SECRET_NAME.test(key),
    sourceOf: (key) => (keys.includes(key) ? { file, line: keys.indexOf(key) + 4, column: 7 } : undefined),
    source: { file, line: 2, column: 5 },
    state: input.state,
    stateSource: undefined,
    dependsOn: input.dependsOn ?? [],
    preventDestroy: input.preventDestroy ?? false,
    movedFrom: input.movedFrom ?? [],
    offsets: input.offsets,
    allow: new Map((input.allow ?? []).map((id) => [id, { reason: 'tried', source: { file, line: 3, column: 5 } }])),
    labels: new Map(Object.entries(input.labels ?? {})),
    description: undefined,
    entry: undefined,
  };
}

export const environment: PlanEnvironment = {
  name: 'local',
  project: 'demo',
  owner: 'demo/local',
  ownership: 'marks',
  prune: false,
  protected: false,
  ignoreKeys: [],
};

export function removed(name: string, options: Partial<RemovedConnector> = {}): RemovedConnector {
  const source = { file: 'pipelines/p.yaml', line: 1, column: 1 };
  return { name, pipeline: 'p', destroy: true, offsets: 'keep', source, ...options };
}

export function topic(name: string, options: Partial<ResolvedTopic> = {}): ResolvedTopic {
  const source = { file: 'pipelines/p.yaml', line: 1, column: 1 };
  return {
    name,
    pipeline: 'p',
    partitions: undefined,
    replicationFactor: undefined,
    config: new Map(),
    source,
    sourceOf: () => source,
    ...options,
  };
}
