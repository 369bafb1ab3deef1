import { diffLines } from 'diff';
import type { PlanField } from '../../plan/index.ts';
import { printable } from '../printable.ts';

/** One line of a shown change: what kind it is, for colour, and its text. */
export interface Line {
  readonly kind: 'added' | 'removed' | 'changed' | 'same' | 'note';
  readonly text: string;
}

/** A field as lines: the first holds the key, further ones a diff of a long value. */
export interface FieldLines {
  readonly sign: '+' | '-' | '';
  readonly key: string;
  readonly value: string;
  readonly note: string;
  readonly more: readonly Line[];
}

/** How many equal lines stand around a difference. */
const CONTEXT_LINES = 2;

/** Columns that an old and a new value may take on one line; wider ones stand below each other, to be compared. */
const ROOM = 72;

/**
 * A field in words: quoted values, a line diff for long ones, items for lists, and never a secret. `room`: the columns
 * that there are for a value.
 */
export function fieldLines(field: PlanField, room = ROOM): FieldLines {
  const sign = signOf(field);
  const base = { sign, key: field.key, note: noteOf(field), more: [] };
  if (field.sensitive) return { ...base, value: sensitiveText(field) };
  const before = field.before ?? null;
  const after = field.after ?? null;
  const list = field.list && before !== null && after !== null ? listDiff(before, after) : undefined;
  if (list) return { ...base, value: list.value, more: list.lines };
  const long = longDiff(before, after);
  if (long) return { ...base, value: '', more: long };
  if (before === null) return { ...base, value: quote(after ?? '') };
  if (after === null) return { ...base, value: quote(before) };
  const value = `${quote(before)} -> ${quote(after)}`;
  if (value.length <= room) return { ...base, value };
  return {
    ...base,
    value: '',
    more: [
      { kind: 'removed', text: `- ${quote(before)}` },
      { kind: 'added', text: `+ ${quote(after)}` },
    ],
  };
}

/** A value in quotes, with control characters as escapes: nothing in a config may move the terminal's cursor. */
export function quote(value: string): string {
  return printable(JSON.stringify(value));
}

/** Whether a key comes, goes, or stays with another value. */
export function signOf(field: PlanField): FieldLines['sign'] {
  if (field.sensitive) return field.presence === 'added' ? '+' : field.presence === 'removed' ? '-' : '';
  if ((field.before ?? null) === null) return '+';
  return (field.after ?? null) === null ? '-' : '';
}

function sensitiveText(field: PlanField): string {
  if (field.change === 'hidden') return '(sensitive, the server hides it)';
  if (field.presence === 'added') return '(sensitive)';
  return field.presence === 'removed' ? '(sensitive, removed)' : '(sensitive, changed)';
}

function noteOf(field: PlanField): string {
  return field.default === undefined ? '' : `(back to default ${quote(field.default)})`;
}

function listDiff(before: string, after: string): { readonly value: string; readonly lines: Line[] } | undefined {
  const [old, wanted] = [items(before), items(after)];
  if (old.length + wanted.length < 4) return undefined;
  const added = wanted.filter((item) => !old.includes(item));
  const removed = old.filter((item) => !wanted.includes(item));
  if (added.length === 0 && removed.length === 0) return { value: `reordered: ${quote(after)}`, lines: [] };
  const kept = wanted.length - added.length;
  return {
    value: `${old.length} -> ${wanted.length} items, ${kept} kept`,
    lines: [
      ...removed.map((item): Line => ({ kind: 'removed', text: `- ${quote(item)}` })),
      ...added.map((item): Line => ({ kind: 'added', text: `+ ${quote(item)}` })),
    ],
  };
}

function items(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** Multi-line text and JSON as a line diff; undefined where one line shows it. */
function longDiff(before: string | null, after: string | null): Line[] | undefined {
  const json = [before, after].map((text) => (text === null ? null : prettyJson(text)));
  const isJson = json.every((text, i) => text !== undefined || [before, after][i] === null) && json.some((t) => t);
  const [old, wanted] = isJson ? [json[0] ?? null, json[1] ?? null] : [before, after];
  if (!old?.includes('\n') && !wanted?.includes('\n')) return undefined;
  if (old === null || wanted === null) {
    const kind = old === null ? 'added' : 'removed';
    return linesOf(old ?? wanted ?? '').map((text) => ({ kind, text: `${old === null ? '+' : '-'} ${text}` }));
  }
  return withContext(
    diffLines(endLine(old), endLine(wanted)).flatMap((part) => {
      const kind = part.added ? 'added' : part.removed ? 'removed' : 'same';
      const sign = part.added ? '+' : part.removed ? '-' : ' ';
      return linesOf(part.value).map((text): Line => ({ kind, text: `${sign} ${text}` }));
    }),
  );
}

function prettyJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return undefined;
  }
}

function endLine(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

function linesOf(text: string): string[] {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => quote(line).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\'));
}

/** Leaves out equal lines that are far from any difference, and says how many. */
function withContext(lines: readonly Line[]): Line[] {
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - CONTEXT_LINES), i + CONTEXT_LINES + 1).some((line) => line.kind !== 'same'),
  );
  const shown: Line[] = [];
  let skipped = 0;
  const flush = (): void => {
    if (skipped > 0) shown.push({ kind: 'note', text: `  (${skipped} equal ${skipped === 1 ? 'line' : 'lines'})` });
    skipped = 0;
  };
  for (const [i, line] of lines.entries()) {
    if (near[i]) {
      flush();
      shown.push(line);
    } else skipped++;
  }
  flush();
  return shown;
}
