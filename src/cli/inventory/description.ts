import { ConnectFailure, isNameRefused, parseWithBigints } from '../../connect/index.ts';
import {
  type ConnectorStateName,
  type ConnectorType,
  type FlatConfig,
  MASK,
  withoutSecrets,
} from '../../core/index.ts';
import { causeLines, marks, secretsOfLive } from '../../plan/index.ts';
import type { Connection } from '../connections.ts';
import { readOffsets } from '../offsets/index.ts';
import type { LiveConnector } from './live-connectors.ts';
import type { ConfigMasker } from './secret-keys.ts';
import { activeTopics } from './topic-items.ts';

/** All that a worker tells about one connector; what JSON shows. */
export interface Description {
  readonly name: string;
  readonly type: ConnectorType;
  readonly state: ConnectorStateName | undefined;
  /** host:port of the worker that runs the connector itself. */
  readonly worker: string | undefined;
  readonly pipeline: string;
  readonly owner: string;
  /** Why the connector itself is FAILED. */
  readonly cause: readonly string[];
  /** Passwords masked. */
  readonly config: FlatConfig;
  readonly tasks: readonly TaskDescription[];
  /** Topics it has used since it was created. */
  readonly topics: readonly string[];
  /** Why the worker tells nothing about them. */
  readonly topicsProblem?: string;
  /** Undefined: the worker can't tell; `offsetsProblem` says why. */
  readonly offsets: readonly { readonly partition: unknown; readonly offset: unknown }[] | undefined;
  readonly offsetsProblem?: string;
}

export interface TaskDescription {
  readonly id: number;
  readonly state: ConnectorStateName;
  readonly worker: string;
  readonly cause: readonly string[];
}

export async function describeConnector(
  connection: Connection,
  connector: LiveConnector,
  masker: ConfigMasker,
): Promise<Description> {
  const { name, info, status } = connector;
  const [config, { topics, problem }, offsets] = await Promise.all([
    masker.mask(info.config),
    activeTopics(connection, name),
    offsetsOf(connection, name),
  ]);
  const secrets = secretsOfLive(info.config, (key) => config[key] === MASK);
  const words = (text: string): string => withoutSecrets(text, secrets);
  return {
    name,
    type: info.type,
    state: status?.connector.state,
    worker: status?.connector.worker_id,
    pipeline: info.config[marks.pipeline] ?? '',
    owner: info.config[marks.owner] ?? '',
    cause: causeLines(status?.connector.trace, words),
    config,
    tasks: (status?.tasks ?? []).map((task) => ({
      id: task.id,
      state: task.state,
      worker: task.worker_id,
      cause: causeLines(task.trace, words),
    })),
    topics,
    ...(problem !== undefined && { topicsProblem: problem }),
    ...offsets,
  };
}

/** Offsets are one part of a description: what stands in their way is said, and is no reason to show nothing. */
async function offsetsOf(
  { client }: Connection,
  name: string,
): Promise<Pick<Description, 'offsets' | 'offsetsProblem'>> {
  try {
    return { offsets: readOffsets(parseWithBigints(await client.offsetsText(name))) };
  } catch (error) {
    if (isNameRefused(error)) return { offsets: undefined, offsetsProblem: error.message };
    if (!(error instanceof ConnectFailure) || error.kind !== 'api') throw error;
    // A worker before 3.5 does not know the path: its 404 is not about the connector.
    const isOld = error.apiMessage.startsWith('HTTP 404');
    return {
      offsets: undefined,
      offsetsProblem: isOld ? 'the worker is older than Kafka Connect 3.5' : error.apiMessage,
    };
  }
}
