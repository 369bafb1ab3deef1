/** One attribute of one of Kafka Connect's metric groups, such as `source-record-poll-total` of `source-task-metrics`. */
export interface MetricValue {
  /** The JMX type. */
  readonly group: string;
  /** The JMX attribute. */
  readonly attribute: string;
  readonly value: number;
}

/** The attributes of a group. */
export function inGroup(group: string, values: Readonly<Record<string, number>>): MetricValue[] {
  return Object.entries(values).map(([attribute, value]) => ({ group, attribute, value }));
}
