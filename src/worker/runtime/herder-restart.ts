import type { ConnectorStateInfo } from '../../core/index.ts';

export interface RestartPlan {
  /** Whether the connector's instance restarts. */
  readonly connector: boolean;
  readonly tasks: readonly number[];
  /** The state with these parts as RESTARTING: the answer to the client. */
  readonly shown: ConnectorStateInfo;
}

/** What a restart with `includeTasks` and `onlyFailed` restarts (org.apache.kafka.connect.runtime.RestartPlan). */
export function restartPlan(
  status: ConnectorStateInfo,
  { onlyFailed, includeTasks }: { readonly onlyFailed: boolean; readonly includeTasks: boolean },
): RestartPlan {
  const isWanted = (state: string) => !onlyFailed || state === 'FAILED';
  const connector = isWanted(status.connector.state);
  const tasks = includeTasks ? status.tasks.filter((task) => isWanted(task.state)).map((task) => task.id) : [];
  return {
    connector,
    tasks,
    shown: {
      ...status,
      connector: connector ? { ...status.connector, state: 'RESTARTING' } : status.connector,
      tasks: status.tasks.map((task) => (tasks.includes(task.id) ? { ...task, state: 'RESTARTING' } : task)),
    },
  };
}
