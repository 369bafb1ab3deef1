import type { ConnectorStateName } from '../../core/index.ts';
import type { ClientMetric } from '../../kafka/index.ts';
import { inGroup, type MetricValue } from './metric-value.ts';
import { PrometheusText } from './prometheus-text.ts';
import type { WorkerMetrics } from './worker-metrics.ts';

export interface ConnectorFacts {
  readonly name: string;
  readonly className: string;
  readonly type: string;
  readonly version: string;
  readonly state: ConnectorStateName;
  readonly tasks: readonly { readonly id: number; readonly state: ConnectorStateName }[];
}

const WORKER_GROUP = 'connect-worker-metrics';
/** DESTROYED is never one here, and Kafka Connect counts it all the same. */
const taskStates: readonly string[] = ['RUNNING', 'PAUSED', 'FAILED', 'UNASSIGNED', 'RESTARTING', 'DESTROYED'];

/**
 * The worker's metrics in Prometheus' text format. Names are those that the JMX exporter makes of Kafka Connect's
 * own (kafka.connect:type=…): `kafka_connect_<type>_<attribute>`, with labels `connector` and `task`.
 */
export function metricsPage(metrics: WorkerMetrics, connectors: readonly ConnectorFacts[]): string {
  const text = new PrometheusText();
  for (const value of workerValues(metrics, connectors)) addNumber(text, value, {});
  for (const connector of connectors) addConnector(text, metrics, connector);
  for (const value of metrics.clients.values()) addClientNumber(text, value);
  addProcess(text);
  return text.toString();
}

function workerValues(metrics: WorkerMetrics, connectors: readonly ConnectorFacts[]): MetricValue[] {
  return inGroup(WORKER_GROUP, {
    'connector-count': connectors.length,
    'task-count': connectors.reduce((count, { tasks }) => count + tasks.length, 0),
    ...metrics.connectorStartups.values('connector'),
    ...metrics.taskStartups.values('task'),
  });
}

function addConnector(text: PrometheusText, metrics: WorkerMetrics, facts: ConnectorFacts): void {
  const connector = facts.name;
  addText(text, 'connector-metrics', { connector, status: facts.state.toLowerCase() });
  addText(text, 'connector-metrics', { connector, connector_class: facts.className });
  addText(text, 'connector-metrics', { connector, connector_type: facts.type });
  addText(text, 'connector-metrics', { connector, connector_version: facts.version });
  const counts = inGroup(WORKER_GROUP, {
    'connector-total-task-count': facts.tasks.length,
    ...Object.fromEntries(
      taskStates.map((state) => [
        `connector-${state.toLowerCase()}-task-count`,
        facts.tasks.filter((task) => task.state === state).length,
      ]),
    ),
  });
  for (const value of counts) addNumber(text, value, { connector });
  for (const { id, state } of facts.tasks) {
    addText(text, 'connector-task-metrics', { connector, task: String(id), status: state.toLowerCase() });
  }
  for (const [task, counters] of metrics.tasks(connector)) {
    for (const { group, labels } of counters.parts) addText(text, group, { connector, task: String(task), ...labels });
    for (const value of counters.values()) addNumber(text, value, { connector, task: String(task) });
  }
}

function addNumber(text: PrometheusText, value: MetricValue, labels: Readonly<Record<string, string>>): void {
  const attribute = underscored(value.attribute);
  text.add(`kafka_connect_${underscored(value.group)}_${attribute}`, labels, value.value);
  // Rules that come with Debezium and others drop the second `connect`; dashboards exist for both.
  if (value.group === WORKER_GROUP) text.add(`kafka_connect_worker_metrics_${attribute}`, labels, value.value);
}

/** `kafka_<type without -metrics>_<attribute>`, with `clientId`: as the exporter's rules for Kafka's own clients have it. */
function addClientNumber(text: PrometheusText, metric: ClientMetric): void {
  const { group, attribute, clientId, topic, partition, value } = metric;
  const labels = {
    clientId,
    ...(topic !== undefined && { topic }),
    ...(partition !== undefined && { partition: String(partition) }),
  };
  text.add(`kafka_${underscored(group.replace(/-metrics$/, ''))}_${underscored(attribute)}`, labels, value);
}

/** An attribute that is a word: 1, with the word as a label, as exporter rules have it. */
function addText(text: PrometheusText, group: string, labels: Readonly<Record<string, string>>): void {
  text.add(`kafka_connect_${underscored(group)}`, labels, 1);
}

function addProcess(text: PrometheusText): void {
  const { user, system } = process.cpuUsage();
  text.add('process_cpu_seconds_total', {}, (user + system) / 1_000_000);
  text.add('process_resident_memory_bytes', {}, process.memoryUsage.rss());
  text.add('process_start_time_seconds', {}, Math.round(Date.now() / 1000 - process.uptime()));
}

function underscored(text: string): string {
  return text.replaceAll('-', '_');
}
