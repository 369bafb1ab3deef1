import type { Node } from './node.ts';
import type { Report } from './report.ts';

/**
 * Notes of things that are written to have an effect (a null, an allow) whether they ever had one: a
 * template's may have it in one connector and not in the next.
 */
export class EffectWatch {
  readonly #seen = new Map<Node, { hadEffect: boolean; readonly name: string }>();

  seen(node: Node, hadEffect: boolean, name: string): void {
    const known = this.#seen.get(node);
    if (known) known.hadEffect ||= hadEffect;
    else this.#seen.set(node, { hadEffect, name });
  }

  /** Adds what another environment saw. */
  include(other: EffectWatch): void {
    for (const [node, { hadEffect, name }] of other.#seen) this.seen(node, hadEffect, name);
  }

  /** What never had an effect. */
  *idle(): Generator<{ readonly node: Node; readonly name: string }> {
    for (const [node, { hadEffect, name }] of this.#seen) if (!hadEffect) yield { node, name };
  }
}

/** The two kinds that are watched. */
export class Watches {
  readonly nulls = new EffectWatch();
  readonly allows = new EffectWatch();

  include(other: Watches): void {
    this.nulls.include(other.nulls);
    this.allows.include(other.allows);
  }

  report(report: Report): void {
    for (const { node, name } of this.nulls.idle()) {
      report.warn('CC3005', node, `null removes "${name}", and no lower layer has it`, {
        help: 'take the line out; for the text write "null"',
      });
    }
    for (const { node, name } of this.allows.idle()) {
      report.warn('CC3023', node, `allow: ${name} silences nothing`, { help: 'take the line out' });
    }
  }
}
