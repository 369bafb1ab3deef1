import { compare, suggest } from '../core/index.ts';
import type { Entry, MapNode, Node, ScalarNode } from './node.ts';
import { isNull, spanOf } from './node.ts';
import { hasReference, parseReferences } from './references.ts';
import type { Report } from './report.ts';
import { resolveNode } from './resolve-node.ts';
import { SourceText } from './source-text.ts';

/** Environment variables by name, or the sign that placeholders stand in for them. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>> | 'placeholders';

/** Always there, whatever a file declares. */
export const RESERVED_VARIABLES: readonly string[] = ['environment', 'pipeline', 'connector'];

/** What the references of one place see. */
export interface Scope {
  readonly report: Report;
  readonly env: EnvironmentVariables;
  /** `each` of the forEach entry at work. */
  readonly each: Each | undefined;
  /** The value of a variable, references worked in; `unknown` where nothing declares it. */
  variable(name: string, at: Node): Node | 'unknown' | 'failed';
  isVariable(name: string): boolean;
  nearestVariable(name: string): string | undefined;
}

export interface Each {
  readonly key: ScalarNode;
  readonly value: Node;
}

/** Variables of one document in one environment; what does not depend on the connector is worked out once. */
export class VariableScope implements Scope {
  readonly report: Report;
  readonly env: EnvironmentVariables;
  readonly each: Each | undefined;
  readonly #declared: ReadonlyMap<string, Node>;
  readonly #builtIn: ReadonlyMap<string, string>;
  readonly #connector: string | undefined;
  readonly #done = new Map<string, Node | 'failed'>();
  readonly #working: string[] = [];
  readonly #parent: VariableScope | undefined;
  readonly #ofConnector: ReadonlySet<string>;

  /** @param layers weakest first */
  constructor(
    layers: readonly (MapNode | undefined)[],
    settings: {
      readonly report: Report;
      readonly env: EnvironmentVariables;
      readonly builtIn: ReadonlyMap<string, string>;
      readonly connector?: string | undefined;
      readonly each?: Each | undefined;
      readonly parent?: VariableScope;
    },
  ) {
    this.report = settings.report;
    this.env = settings.env;
    this.each = settings.each;
    this.#builtIn = settings.builtIn;
    this.#connector = settings.connector;
    this.#parent = settings.parent;
    this.#declared = settings.parent ? settings.parent.#declared : flatten(layers);
    this.#ofConnector = settings.parent ? settings.parent.#ofConnector : dependentOn('connector', this.#declared);
  }

  /** The same variables as a connector sees them. */
  forConnector(connector: string | undefined, each: Each | undefined): VariableScope {
    const { report, env } = this;
    return new VariableScope([], { report, env, builtIn: this.#builtIn, connector, each, parent: this });
  }

  isVariable(name: string): boolean {
    return this.#declared.has(name) || this.#ownText(name) !== undefined;
  }

  /** The value of one that is always there. */
  #ownText(name: string): string | undefined {
    return name === 'connector' ? this.#connector : this.#builtIn.get(name);
  }

  nearestVariable(name: string): string | undefined {
    return suggest(name, [...this.#declared.keys(), ...RESERVED_VARIABLES].sort(compare));
  }

  variable(name: string, at: Node): Node | 'unknown' | 'failed' {
    const builtIn = this.#ownText(name);
    if (builtIn !== undefined) return literal(builtIn, at);
    if (name === 'connector') {
      this.report.add('CC2002', at, 'var.connector is not known yet where the name itself is made');
      return 'failed';
    }
    const declared = this.#declared.get(name);
    if (declared === undefined) return 'unknown';
    if (this.#parent && !this.#ofConnector.has(name)) return this.#parent.variable(name, at);
    const done = this.#done.get(name);
    if (done === 'failed') this.report.repeat();
    if (done !== undefined) return done;
    return this.#work(name, declared, at);
  }

  #work(name: string, declared: Node, at: Node): Node | 'failed' {
    if (this.#working.includes(name)) {
      const circle = [...this.#working.slice(this.#working.indexOf(name)), name].join(' → ');
      this.report.add('CC2002', at, `variables use each other in a circle: ${circle}`);
      return 'failed';
    }
    this.#working.push(name);
    // A variable knows nothing of the forEach entry that happens to use it.
    const resolved = resolveNode(declared, this.each ? this.#withoutEach() : this);
    this.#working.pop();
    const value = resolved === 'absent' ? nullNode(declared) : resolved;
    const done = value === 'failed' ? value : withUse(value, name);
    this.#done.set(name, done);
    return done;
  }

  #withoutEach(): Scope {
    return {
      report: this.report,
      env: this.env,
      each: undefined,
      variable: (name, at) => this.variable(name, at),
      isVariable: (name) => this.isVariable(name),
      nearestVariable: (name) => this.nearestVariable(name),
    };
  }
}

/** `--var k=v`, as the strongest layer: a text that is taken as it stands. */
export function commandLineVariables(vars: ReadonlyMap<string, string> | undefined): MapNode | undefined {
  if (!vars || vars.size === 0) return undefined;
  const entries = [...vars].map(([name, value]): Entry => {
    const source = new SourceText({ path: '--var', text: `${name}=${value}` });
    const key: ScalarNode = { kind: 'scalar', text: name, plain: false, source, start: 0, end: name.length };
    const start = name.length + 1;
    return {
      key,
      value: { ...key, text: value, plain: value === 'null', literal: true, start, end: start + value.length },
    };
  });
  const { source } = entries[0]!.key;
  return { kind: 'map', entries, source, start: 0, end: 0 };
}

function flatten(layers: readonly (MapNode | undefined)[]): ReadonlyMap<string, Node> {
  const declared = new Map<string, Node>();
  for (const layer of layers) for (const { key, value } of layer?.entries ?? []) declared.set(key.text, value);
  return declared;
}

/** The variables that use one, in their turn too. */
function dependentOn(name: string, declared: ReadonlyMap<string, Node>): ReadonlySet<string> {
  const dependent = new Set([name]);
  for (let before = 0; before !== dependent.size; ) {
    before = dependent.size;
    for (const [other, node] of declared) {
      if (!dependent.has(other) && [...used(node)].some((one) => dependent.has(one))) dependent.add(other);
    }
  }
  return dependent;
}

/** The first words of the variables that a value names: `a` and `a.b` of `${var.a.b}`. */
function* used(node: Node): Generator<string> {
  if (node.kind === 'list') for (const item of node.items) yield* used(item);
  else if (node.kind === 'map') for (const { value } of node.entries) yield* used(value);
  else if (!node.literal && hasReference(node.text)) yield* variablesInText(node.text);
}

/** The variables that the references of a text name, those of defaults too. */
export function* variablesInText(text: string): Generator<string> {
  for (const part of parseReferences(text).parts) {
    if (typeof part === 'string') continue;
    if (part.kind === 'var') yield part.path.split('.')[0]!;
    if (part.fallback !== undefined) yield* variablesInText(part.fallback);
  }
}

/** Marks every text of a value as containing a variable: what a sensitive one makes sensitive. */
function withUse(node: Node, name: string): Node {
  switch (node.kind) {
    case 'list':
      return { ...node, items: node.items.map((item) => withUse(item, name)) };
    case 'map':
      return { ...node, entries: node.entries.map(({ key, value }) => ({ key, value: withUse(value, name) })) };
    case 'scalar':
      return isNull(node) ? node : { ...node, literal: true, uses: [...(node.uses ?? []), name] };
  }
}

function nullNode(at: Node): ScalarNode {
  const { source, start, end } = at;
  return { kind: 'scalar', text: 'null', plain: true, source, start, end };
}

function literal(text: string, at: Node): ScalarNode {
  const { source, start, end } = at;
  return { kind: 'scalar', text, plain: false, literal: true, source, start, end };
}

/** Reports variables that would hide one of our own. */
export function checkVariableNames(variables: readonly Entry[], report: Report): void {
  for (const { key } of variables) {
    if (RESERVED_VARIABLES.includes(key.text)) {
      report.add('CC2013', spanOf(key), `var.${key.text} is always there and cannot be set`, {
        help: 'give the variable another name',
      });
    }
  }
}
