import { type ConfigInfos, type ConfigTypeName, compare } from '../../core/index.ts';
import type { CONVERTERS } from './known-prefixes.ts';
import type { KeyConstraint, PluginDefinition, PluginKey } from './plugin-definition.ts';

/**
 * Numbers are asked below and above what can be allowed; words, once they are known, in another case. Each round leaves
 * something impossible in, where there is any: a connector whose config is right may try to reach its database.
 */
export const probeRounds = ['low', 'high', 'case'] as const;
export type ProbeRound = (typeof probeRounds)[number];

export interface ProbeRequest {
  /** The connector whose validation is asked. */
  readonly connectorClass: string;
  readonly config: Readonly<Record<string, string>>;
  /** What stands before the plugin's own keys in the answer; empty for a connector. */
  readonly prefix: string;
  readonly round: ProbeRound;
}

/**
 * A config with an impossible value in every key whose validator may name the possible ones in its error. Nothing is
 * created by it, and what connects to somewhere is left out: hosts and passwords stay unset. Undefined where the
 * round has nothing to ask.
 * @param host the connector that a transform, predicate or converter is asked through
 */
export function probeRequest(definition: PluginDefinition, host: string, round: ProbeRound): ProbeRequest | undefined {
  const isConnector = definition.types.includes('source') || definition.types.includes('sink');
  const prefix = prefixOf(definition);
  const asked: Record<string, string> = {};
  let isWorthIt = false;
  for (const key of definition.keys.values()) {
    if (NOT_ASKED.test(key.name)) continue;
    const otherCase = round === 'case' ? inOtherCase(key) : undefined;
    const value = otherCase ?? IMPOSSIBLE[round][key.type];
    if (value === undefined) continue;
    asked[prefix + key.name] = value;
    isWorthIt ||= round !== 'case' || otherCase !== undefined;
  }
  if (!isWorthIt) return undefined;
  const connectorClass = isConnector ? definition.className : host;
  const config = {
    ...asked,
    ...(isConnector ? {} : pluginClass(definition)),
    name: 'connectctl-probe',
    'connector.class': connectorClass,
  };
  return { connectorClass, config, prefix, round };
}

/** Adds what the errors of an answer tell to the definition. */
export function readProbe(definition: PluginDefinition, request: ProbeRequest, answer: ConfigInfos): PluginDefinition {
  const keys = new Map<string, PluginKey>(definition.keys);
  for (const { value } of answer.configs) {
    const key = value.name.startsWith(request.prefix) ? keys.get(value.name.slice(request.prefix.length)) : undefined;
    if (!key || !Object.hasOwn(request.config, value.name)) continue;
    const told = request.round === 'case' ? caseOf(key, value.errors) : constraintOf(value.errors, key.type);
    const constraint = { ...key.constraint, ...told };
    keys.set(key.name, { ...key, constraint });
  }
  return { ...definition, keys, probed: true };
}

/**
 * What error texts say about allowed values: Kafka's own validators (ConfigDef.ValidString, ValidList,
 * CaseInsensitiveValidString, Range) and the wordings that connectors share.
 */
export function constraintOf(errors: readonly string[], type: ConfigTypeName): KeyConstraint {
  const found: { values?: readonly string[]; ignoreCase?: boolean; minimum?: number; maximum?: number } = {};
  const isNumeric = type === 'INT' || type === 'SHORT' || type === 'LONG' || type === 'DOUBLE';
  for (const error of errors) {
    const list = /must be (?:one|any) of(?: the)?(?: values)?( \(case insensitive\))?:?\s*([^\n]+?)\.?$/i.exec(error);
    if (list && !isNumeric) {
      found.values = list[2]!
        .replace(/^\[(.*)\]$/, '$1')
        .split(',')
        .map((item) => item.trim());
      if (list[1]) found.ignoreCase = true;
      // Only ValidString keeps an order; the others print sets, in one that may change from run to run.
      if (list[1] || !error.includes('String must be one of: ')) found.values = [...found.values].sort(compare);
    }
    if (!isNumeric) continue;
    const minimum = /(?:at least|greater than or equal to|>=)\s*(-?\d+(?:\.\d+)?)/i.exec(error);
    const maximum = /(?:no more than|at most|less than or equal to|<=)\s*(-?\d+(?:\.\d+)?)/i.exec(error);
    if (minimum) found.minimum = Number(minimum[1]);
    else if (/non-negative/i.test(error)) found.minimum = 0;
    else if (/positive/i.test(error)) found.minimum = 1;
    if (maximum) found.maximum = Number(maximum[1]);
  }
  return found;
}

/** Words that a connector takes in another case, too: an enum's parser, as a rule (Debezium's all do). */
function caseOf(key: PluginKey, errors: readonly string[]): KeyConstraint {
  return errors.length === 0 && inOtherCase(key) !== undefined ? { ignoreCase: true } : {};
}

/** An allowed word in the other case; undefined where it has none, or case is known not to matter. */
function inOtherCase({ constraint, type }: PluginKey): string | undefined {
  if (type === 'LIST' || constraint.ignoreCase || !constraint.values) return undefined;
  for (const word of constraint.values) {
    const upper = word.toUpperCase();
    const other = upper === word ? word.toLowerCase() : upper;
    if (other !== word && !constraint.values.includes(other)) return other;
  }
  return undefined;
}

/** Names of things and of classes: an impossible value there would be looked for, not judged. */
const NOT_ASKED =
  /^(?:name|topics|topics\.regex|transforms|predicates|converter\.type|errors\.deadletterqueue\.topic\.name)$|(?:^|\.)plugin\.version$|(?:host|hostname|url|uri|password|user)s?(?:\.name)?$/;

const IMPOSSIBLE: Readonly<Record<ProbeRound, Partial<Readonly<Record<ConfigTypeName, string>>>>> = {
  low: {
    STRING: 'connectctl.impossible',
    LIST: 'connectctl.impossible',
    SHORT: '-32768',
    INT: '-2147483648',
    LONG: '-9223372036854775808',
    DOUBLE: '-1.7976931348623157E308',
  },
  case: {
    SHORT: '-32768',
    INT: '-2147483648',
    LONG: '-9223372036854775808',
    DOUBLE: '-1.7976931348623157E308',
  },
  high: {
    SHORT: '32767',
    INT: '2147483647',
    LONG: '9223372036854775807',
    DOUBLE: '1.7976931348623157E308',
  },
};

function prefixOf(definition: PluginDefinition): string {
  const [type] = definition.types;
  if (type === 'transformation') return 'transforms.probe.';
  if (type === 'predicate') return 'predicates.probe.';
  if (type === 'source' || type === 'sink') return '';
  return `${converterRole(definition)}.`;
}

function pluginClass(definition: PluginDefinition): Record<string, string> {
  const [type] = definition.types;
  if (type === 'transformation') return { transforms: 'probe', 'transforms.probe.type': definition.className };
  if (type === 'predicate') return { predicates: 'probe', 'predicates.probe.type': definition.className };
  return { [converterRole(definition)]: definition.className };
}

function converterRole(definition: PluginDefinition): (typeof CONVERTERS)[number] {
  return definition.types.includes('converter') ? 'value.converter' : 'header.converter';
}
