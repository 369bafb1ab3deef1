import type { KafkaConsumer } from '../client.ts';
import type { Cluster, MetadataSnapshot } from '../cluster/index.ts';

export interface SelectionOptions {
  readonly metadataMaxAgeMs: number;
  readonly allowAutoCreateTopics: boolean;
  readonly excludeInternalTopics: boolean;
}

type Selection = Parameters<KafkaConsumer['subscribe']>[0];

/** While a subscribed topic does not exist yet, metadata is read this often. */
const MISSING_TOPIC_REFRESH_MS = 1_000;

/** Which topics a subscription means now, and whether that has changed since the group last shared them out. */
export class TopicSelection {
  readonly #cluster: Cluster;
  readonly #selection: Selection;
  readonly #pattern: RegExp | undefined;
  readonly #options: SelectionOptions;
  #counts = new Map<string, number>();
  /** What the counts are, as one text: looked at in each poll. */
  #current = fingerprint(this.#counts);
  #joinedWith: string | undefined;
  #readMs = 0;

  constructor(cluster: Cluster, selection: Selection, options: SelectionOptions) {
    this.#cluster = cluster;
    this.#selection = selection;
    this.#options = options;
    // The whole name has to match, as with Java's Matcher.matches.
    const pattern = 'pattern' in selection ? selection.pattern : undefined;
    this.#pattern = pattern && new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gy]/g, ''));
  }

  /** The topics to subscribe to: by name also those that do not exist yet. */
  topics(): readonly string[] {
    return 'topics' in this.#selection ? this.#selection.topics : [...this.#counts.keys()];
  }

  /** Milliseconds until metadata is to be read again; 0 or less when it is due. */
  dueInMs(nowMs: number): number {
    const isMissing = 'topics' in this.#selection && this.#selection.topics.some((topic) => !this.#counts.has(topic));
    const isSoon = isMissing || this.#isOutdated();
    const { metadataMaxAgeMs } = this.#options;
    const ageMs = isSoon ? Math.min(MISSING_TOPIC_REFRESH_MS, metadataMaxAgeMs) : metadataMaxAgeMs;
    return this.#readMs + ageMs - nowMs;
  }

  /** Reads metadata; true when the group has to share out anew. */
  async refresh(): Promise<boolean> {
    this.#readMs = Date.now();
    // As with Java, for topics by name alone.
    const snapshot = this.#pattern
      ? await this.#cluster.refresh(null)
      : await this.#cluster.refresh(this.topics(), this.#options.allowAutoCreateTopics);
    this.#counts = this.#countsOf(snapshot);
    this.#current = fingerprint(this.#counts);
    return this.#isOutdated();
  }

  /**
   * The topics to join the group with. A topic that appears from now on, also while the join waits for other members,
   * makes the group share out anew.
   */
  topicsToJoin(): readonly string[] {
    this.#joinedWith = this.#current;
    return this.topics();
  }

  /** What this member, as the leader, has shared out: a topic that had no leader at that moment has to come later. */
  sharedOut(snapshot: MetadataSnapshot): void {
    this.#joinedWith = fingerprint(this.#countsOf(snapshot));
  }

  #isOutdated(): boolean {
    return this.#joinedWith !== undefined && this.#joinedWith !== this.#current;
  }

  #countsOf(snapshot: MetadataSnapshot): Map<string, number> {
    const counts = new Map<string, number>();
    const named = 'topics' in this.#selection ? this.#selection.topics : [];
    for (const { name, internal, errorCode, leaders } of snapshot.topics.values()) {
      const isLeftOut = internal && this.#options.excludeInternalTopics;
      const isWanted = this.#pattern ? !isLeftOut && this.#pattern.test(name) : named.includes(name);
      if (isWanted && errorCode === 0) counts.set(name, leaders.length);
    }
    return counts;
  }
}

function fingerprint(counts: ReadonlyMap<string, number>): string {
  return JSON.stringify([...counts].sort());
}
