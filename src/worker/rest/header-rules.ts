import { ConfigError } from '../config/index.ts';

export type ResponseHeaders = Record<string, string | string[]>;

interface HeaderRule {
  readonly action: 'set' | 'add' | 'setDate' | 'addDate';
  readonly name: string;
  readonly value: string;
}

/**
 * response.http.headers.config: rules `[action] [name]:[value]` separated by commas, one that holds a comma in
 * double quotes. Dates are milliseconds from now.
 * @returns adds the headers to an answer
 * @throws ConfigError with Kafka's message for a rule that is none
 */
export function headerRules(text: string): (headers: ResponseHeaders, nowMs: number) => void {
  const rules = splitRules(text).map(parseRule);
  return (headers, nowMs) => {
    for (const { action, name, value } of rules) {
      const shown = action.endsWith('Date') ? new Date(nowMs + Number(value)).toUTCString() : value;
      const before = headers[name];
      headers[name] = action.startsWith('add') && before !== undefined ? [before, shown].flat() : shown;
    }
  };
}

function splitRules(text: string): string[] {
  return (text.match(/\s*"[^"]*"\s*|[^,]+/g) ?? [])
    .map((rule) => rule.trim().replace(/^"|"$/g, '').trim())
    .filter(Boolean);
}

function parseRule(rule: string): HeaderRule {
  const [, action = '', name = '', value = ''] = /^(\S+)\s+([^:\s]*)\s*:\s*(.*)$/s.exec(rule) ?? [];
  const actions = ['set', 'add', 'setDate', 'addDate'] as const;
  const known = actions.find((candidate) => candidate.toLowerCase() === action.toLowerCase());
  if (name === '') {
    throw new ConfigError(`Invalid format of header rule '${rule}': expected '[action] [header name]:[header value]'`);
  }
  if (!known) {
    throw new ConfigError(
      `Invalid header config action: '${action}'. Allowed actions are [set, add, setDate, addDate]`,
    );
  }
  return { action: known, name: name.toLowerCase(), value: value.trim() };
}
