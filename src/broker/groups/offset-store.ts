import { Journal } from '../journal.ts';

export interface CommittedOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly metadata: string;
}

type Entry =
  | ({ readonly kind: 'commit'; readonly group: string } & CommittedOffset)
  | { readonly kind: 'delete'; readonly group: string; readonly topic: string; readonly partition: number }
  | { readonly kind: 'delete-group'; readonly group: string };

/** The journal is written anew when it holds this many lines more than there are offsets. */
const SLACK_LINES = 100_000;

/** Committed offsets of all groups, in one journal: in the operating system's hands when `commit` returns. */
export class OffsetStore {
  readonly #groups = new Map<string, Map<string, CommittedOffset>>();
  readonly #journal: Journal;

  constructor(path: string) {
    this.#journal = Journal.open(path, (line) => this.#apply(line as Entry));
    this.#compact(0);
  }

  groups(): readonly string[] {
    return [...this.#groups.keys()];
  }

  has(group: string): boolean {
    return this.#groups.has(group);
  }

  of(group: string): readonly CommittedOffset[] {
    return [...(this.#groups.get(group)?.values() ?? [])];
  }

  get(group: string, topic: string, partition: number): CommittedOffset | undefined {
    return this.#groups.get(group)?.get(keyOf(topic, partition));
  }

  commit(group: string, offsets: readonly CommittedOffset[]): void {
    this.#record(offsets.map((offset) => ({ kind: 'commit', group, ...offset })));
  }

  delete(group: string, topic: string, partition: number): void {
    this.#record([{ kind: 'delete', group, topic, partition }]);
  }

  deleteGroup(group: string): void {
    this.#record([{ kind: 'delete-group', group }]);
  }

  /** Offsets of a topic go with the topic. */
  deleteTopic(topic: string): void {
    for (const [group, offsets] of this.#groups) {
      for (const offset of [...offsets.values()]) {
        if (offset.topic === topic) this.delete(group, topic, offset.partition);
      }
    }
  }

  close(): void {
    this.#journal.close();
  }

  #record(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    this.#journal.append(...entries);
    for (const entry of entries) this.#apply(entry);
    this.#compact(SLACK_LINES);
  }

  #apply(entry: Entry): void {
    if (entry.kind === 'delete-group') {
      this.#groups.delete(entry.group);
      return;
    }
    const offsets = this.#groups.get(entry.group) ?? new Map<string, CommittedOffset>();
    if (entry.kind === 'delete') {
      offsets.delete(keyOf(entry.topic, entry.partition));
      return;
    }
    const { topic, partition, offset, leaderEpoch, metadata } = entry;
    offsets.set(keyOf(topic, partition), { topic, partition, offset, leaderEpoch, metadata });
    this.#groups.set(entry.group, offsets);
  }

  #compact(slack: number): void {
    let live = 0;
    for (const offsets of this.#groups.values()) live += offsets.size;
    if (this.#journal.lines <= live + slack) return;
    const entries: Entry[] = [];
    for (const [group, offsets] of this.#groups) {
      for (const offset of offsets.values()) entries.push({ kind: 'commit', group, ...offset });
    }
    this.#journal.rewrite(entries);
  }
}

function keyOf(topic: string, partition: number): string {
  return `${topic}-${partition}`;
}
