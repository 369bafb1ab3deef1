import type { Diagnostic } from '../core/index.ts';

/** What is wrong in several environments: one finding is told once, with the environments that it is true of. */
export class ToldOnce {
  readonly #found = new Map<string, { readonly diagnostic: Diagnostic; readonly environments: Set<string> }>();

  /** The same place, code and message may come from many connectors of one environment: a template's line does. */
  add(diagnostic: Diagnostic, environment: string): void {
    const key = JSON.stringify([diagnostic.code, diagnostic.source, diagnostic.message]);
    const known = this.#found.get(key);
    if (known) known.environments.add(environment);
    else this.#found.set(key, { diagnostic, environments: new Set([environment]) });
  }

  /** In the order found; those that are not true of `all` environments name theirs. */
  diagnostics(all: readonly string[]): Diagnostic[] {
    return [...this.#found.values()].map(({ diagnostic, environments }) =>
      withEnvironments(diagnostic, [...environments], all),
    );
  }
}

function withEnvironments(diagnostic: Diagnostic, where: readonly string[], all: readonly string[]): Diagnostic {
  if (where.length === all.length || where.some((name) => diagnostic.message.includes(`environment "${name}"`))) {
    return diagnostic;
  }
  return { ...diagnostic, message: `${diagnostic.message} (in ${where.join(', ')})` };
}
