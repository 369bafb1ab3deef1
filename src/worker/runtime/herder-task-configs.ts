import type { FlatConfig } from '../../core/index.ts';
import { javaCopyOrder, type NullableConfig, parseValue } from '../config/index.ts';
import { hasReference } from '../config-providers/index.ts';
import { ConnectError, type Connector, type ConnectorPlugin } from '../plugins/index.ts';

/**
 * What a connector's taskConfigs give, as they are stored and shown: with `task.class`, for sinks with the topics, and
 * with references to config providers put back where the connector's config has them.
 * @throws ConnectError where there are more than tasks.max allows, and what the connector throws
 */
export function storedTaskConfigs(
  name: string,
  config: NullableConfig,
  resolved: FlatConfig,
  plugin: ConnectorPlugin,
  instance: Connector,
): FlatConfig[] {
  const maxTasks = parseValue('tasks.max', resolved['tasks.max'] ?? '1', 'INT') as number;
  const configs = instance.taskConfigs(maxTasks);
  const isEnforced = parseValue('tasks.max.enforce', resolved['tasks.max.enforce'] ?? 'true', 'BOOLEAN') === true;
  if (configs.length > maxTasks && isEnforced) throw tooManyTasks(name, configs.length, maxTasks);
  const referring = Object.entries(config).filter(([, value]) => value !== null && hasReference(value));
  return configs.map((taskConfig) => {
    const added = new Map([['task.class', plugin.taskClassName]]);
    if (plugin.kind === 'sink') {
      for (const key of ['topics', 'topics.regex']) if (resolved[key] !== undefined) added.set(key, resolved[key]);
    }
    for (const [key, value] of referring) if (key in taskConfig || added.has(key)) added.set(key, value as string);
    // Copied twice there: to add to it, and to store it.
    return Object.fromEntries(javaCopyOrder(javaCopyOrder(Object.entries(taskConfig), [...added])));
  });
}

export function sameTaskConfigs(a: readonly FlatConfig[], b: readonly FlatConfig[]): boolean {
  return a.length === b.length && a.every((config, index) => sameConfig(config, b[index]!));
}

export function sameConfig(a: NullableConfig, b: NullableConfig): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function tooManyTasks(name: string, tasks: number, maxTasks: number): ConnectError {
  return new ConnectError(
    `The connector ${name} has generated ${tasks} tasks, which is greater than ${maxTasks}, ` +
      'the maximum number of tasks it is configured to create. ' +
      'This behaviour should be considered a bug and is disallowed. ' +
      'If necessary, it can be permitted by reconfiguring the connector with ' +
      "'tasks.max.enforce' set to false; however, this option will be removed in a future release of Kafka Connect.",
    { javaClass: 'org.apache.kafka.connect.runtime.TooManyTasksException' },
  );
}
