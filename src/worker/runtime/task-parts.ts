import type { TaskPart } from '../metrics/index.ts';
import type { ConnectorPlugin, PluginRegistry } from '../plugins/index.ts';
import type { SourceTaskDeps } from './task-deps.ts';
import type { TaskSpec } from './task-runner.ts';

type Plugins = Pick<SourceTaskDeps, 'keyConverter' | 'valueConverter' | 'headerConverter' | 'transforms'>;

/** The classes and versions that a task is made of, as Kafka Connect's metrics tell them (WorkerTask, TransformationStage). */
export function taskParts(
  registry: PluginRegistry,
  connector: ConnectorPlugin,
  plugins: Plugins,
  { connectorConfig }: TaskSpec,
): TaskPart[] {
  const parts: TaskPart[] = [];
  const add = (what: string, className: string, version: string, own: TaskPart['labels'] = {}, of = 'task') => {
    const group = `connector-${of}-metrics`;
    parts.push({ group, labels: { ...own, [`${what}_class`]: className } });
    parts.push({ group, labels: { ...own, [`${what}_version`]: version } });
  };
  const versionOf = (className: string) => registry.findAny(className)?.version ?? 'undefined';
  add('connector', connector.className, connector.version);
  parts.push({ group: 'connector-task-metrics', labels: { connector_type: connector.kind } });
  add('task', connector.taskClassName, connector.version);
  const { keyConverter, valueConverter, headerConverter } = plugins;
  for (const [what, { className }] of Object.entries({ keyConverter, valueConverter, headerConverter })) {
    add(what.replace('C', '_c'), className, versionOf(className));
  }
  for (const { alias, className, predicate } of plugins.transforms) {
    add('transform', className, versionOf(className), { transform: alias }, 'transform');
    if (predicate === null) continue;
    const name = connectorConfig[`transforms.${alias}.predicate`] ?? '';
    add('predicate', predicate.className, versionOf(predicate.className), { predicate: name }, 'predicate');
  }
  return parts;
}
