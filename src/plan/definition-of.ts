import type { ResolvedConnector } from '../definition/index.ts';
import type { ClassDefinition, Observed, ObservedConnector } from './observed.ts';

/** The class as the file writes it; empty where it is a `${keep}` or secret, which validation of the file forbids. */
export function classOf(desired: ResolvedConnector): string {
  const value = desired.config.get('connector.class');
  return typeof value === 'string' ? value : '';
}

/** The class that a connector has on the worker. */
export function liveClassOf(live: ObservedConnector): string {
  return live.config['connector.class'] ?? '';
}

/**
 * What the worker knows of a connector's keys, both of the file and of the live one: where its class changes, a password
 * of the old class is one still, whatever the new one calls that key. Undefined: not read, for nothing differs.
 */
export function definitionOf(
  desired: ResolvedConnector | undefined,
  live: ObservedConnector | undefined,
  { definitions }: Pick<Observed, 'definitions'>,
): ClassDefinition | undefined {
  const old = live && definitions.get(liveClassOf(live));
  const own = desired ? definitions.get(classOf(desired)) : old;
  if (own === undefined || old === undefined || own === old) return own;
  if (own.kind === 'unreadable') return own;
  if (old.kind === 'unreadable') return old;
  const known = merged.get(own)?.get(old);
  if (known) return known;
  const passwords = [...old.keys].filter(([, info]) => info.type === 'PASSWORD');
  const both: ClassDefinition = { kind: 'keys', keys: new Map([...own.keys, ...passwords]) };
  merged.set(own, (merged.get(own) ?? new WeakMap()).set(old, both));
  return both;
}

/** One value for one pair: what was compared with it is not compared again. */
const merged = new WeakMap<ClassDefinition, WeakMap<ClassDefinition, ClassDefinition>>();
