import type { ResolvedConnector } from '../resolved.ts';

/** What a lint sees beside the connector it looks at. */
export interface LintContext {
  /** Every connector of the environment. */
  readonly connectors: readonly ResolvedConnector[];
  /** Undefined where nothing tells. */
  kindOf(connector: ResolvedConnector): 'source' | 'sink' | undefined;
  /** Whether a flat key holds a secret: by its name, a sensitive variable in it, or its type. */
  isSecret(connector: ResolvedConnector, key: string): boolean;
  /** The other connectors, in order of their names, for which `of` gives the same text as for this one. */
  sharing(connector: ResolvedConnector, of: SharedBy): readonly ResolvedConnector[];
}

/** What may stand for one connector only, as a text to compare; undefined: it has none. One function a thing. */
export type SharedBy = (connector: ResolvedConnector, context: LintContext) => string | undefined;

/**
 * A hazard that shows in the definitions alone: legal, and it may lose or repeat data. Its id stands in one table with
 * the plan's hazards, which show the lints of what a plan changes.
 */
export interface LintRule {
  /** `Hnnn`: what `allow:` names. Never used again for something else. */
  readonly id: string;
  /** hazard: data may be lost or repeated; warning: something to look at. */
  readonly severity: 'hazard' | 'warning';
  /** What it is about, such as `dead letter keys on a source`. */
  readonly title: string;
  readonly needs: readonly ('config' | 'other pipelines')[];
  find(connector: ResolvedConnector, context: LintContext): LintFinding | undefined;
}

export interface LintFinding {
  /** One sentence without the connector's name. Holds no secret. */
  readonly message: string;
  readonly help?: string;
  /** The flat key that it is about. */
  readonly key: string;
  /** The value of that key is a secret, in whole or in part: no line that holds it is shown. */
  readonly isSecret?: true;
  /** The first of the others that share something with it. */
  readonly other?: ResolvedConnector;
}

/** A plain value of a config; secrets and `${keep}` read as undefined. */
export function textOf(connector: ResolvedConnector, key: string): string | undefined {
  const value = connector.config.get(key);
  return typeof value === 'string' ? value : undefined;
}
