/** One attribute of one of the metric groups of Java's clients, such as `record-send-total` of `producer-metrics`. */
export interface ClientMetric {
  /** The JMX type. */
  readonly group: string;
  /** The JMX attribute. */
  readonly attribute: string;
  readonly clientId: string;
  /** Of metrics that are counted a topic or a partition. */
  readonly topic?: string;
  readonly partition?: number;
  readonly value: number;
}

type Place = Pick<ClientMetric, 'group' | 'clientId' | 'topic' | 'partition'>;

/** The attributes of a group. */
export function clientMetrics(place: Place, values: Readonly<Record<string, number>>): ClientMetric[] {
  return Object.entries(values).map(([attribute, value]) => ({ ...place, attribute, value }));
}
