import type { ResolvedConnector } from '../resolved.ts';
import { type LintContext, type SharedBy, textOf } from './lint-rule.ts';

export interface LintKnowledge {
  /** From the class, where its definition is known. */
  kindOf?(connector: ResolvedConnector): 'source' | 'sink' | undefined;
  /** Whether a key is a secret though its name does not say so; asked for once a key of each connector. */
  isPassword?(connector: ResolvedConnector, key: string): boolean;
}

/** Looks each shared thing up once for all connectors, so that a thousand of them stay linear. */
export function lintContext(connectors: readonly ResolvedConnector[], knowledge: LintKnowledge = {}): LintContext {
  const groups = new Map<SharedBy, Map<string, ResolvedConnector[]>>();
  const groupsOf = (of: SharedBy): Map<string, ResolvedConnector[]> => {
    const known = groups.get(of);
    if (known) return known;
    const made = new Map<string, ResolvedConnector[]>();
    for (const connector of connectors) {
      const text = of(connector, context);
      if (text === undefined) continue;
      const group = made.get(text);
      if (group) group.push(connector);
      else made.set(text, [connector]);
    }
    groups.set(of, made);
    return made;
  };
  const kinds = new Map<ResolvedConnector, 'source' | 'sink' | undefined>();
  const context: LintContext = {
    connectors,
    kindOf(connector) {
      if (!kinds.has(connector)) kinds.set(connector, knowledge.kindOf?.(connector) ?? kindByConfig(connector));
      return kinds.get(connector);
    },
    isSecret: (connector, key) => connector.sensitiveKeys.has(key) || knowledge.isPassword?.(connector, key) === true,
    sharing(connector, of) {
      const text = of(connector, context);
      const group = text === undefined ? undefined : groupsOf(of).get(text);
      if (!group || group.length < 2) return [];
      return group.filter((other) => other.name !== connector.name);
    },
  };
  return context;
}

/** Only sinks have topics to read; else the class's name tells, if it does. */
function kindByConfig(connector: ResolvedConnector): 'source' | 'sink' | undefined {
  if (connector.config.has('topics') || connector.config.has('topics.regex')) return 'sink';
  const name = textOf(connector, 'connector.class') ?? '';
  if (/Sink/.test(name)) return 'sink';
  return /Source|^io\.debezium\.connector\.(?!jdbc)/.test(name) ? 'source' : undefined;
}
