import { compare } from '../../core/index.ts';

/** The topics that each connector has written to or read from since it was made or its memory was reset (KIP-558). */
export class ActiveTopics {
  readonly #topics = new Map<string, Set<string>>();

  add(connector: string, topic: string): void {
    const known = this.#topics.get(connector);
    if (known) known.add(topic);
    else this.#topics.set(connector, new Set([topic]));
  }

  of(connector: string): string[] {
    return [...(this.#topics.get(connector) ?? [])].sort(compare);
  }

  reset(connector: string): void {
    this.#topics.delete(connector);
  }
}
