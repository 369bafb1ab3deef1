import type { Plan, PlanChange, PlanField } from '../../plan/index.ts';
import { printable } from '../printable.ts';
import type { Paint } from '../table.ts';
import { fieldLines, type Line, signOf } from './field-lines.ts';
import {
  actionWords,
  attentionLine,
  kindWord,
  leftOutLine,
  type Remark,
  remarks,
  summaryLine,
  symbols,
  titleLine,
  uncomparedWords,
} from './words.ts';
import { wrapProse } from './wrap.ts';

/** The colours a view uses; each gives the text back with or without escape codes. */
export interface Palette {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
}

const identity: Paint = (text) => text;
export const noColors: Palette = {
  bold: identity,
  dim: identity,
  red: identity,
  green: identity,
  yellow: identity,
  cyan: identity,
};

/**
 * A plan for a terminal: summary first and last, drift apart, one block a change. Ends with a line feed. Prose is
 * wrapped at `width` columns; values never are, so that they can be copied.
 */
export function renderPlanText(plan: Plan, colors: Palette = noColors, width?: number): string {
  const lines: string[] = [colors.dim(printable(titleLine(plan)))];
  const summary = [
    ...wrapProse(summaryLine(plan), { prefix: '', prefixWidth: 0, indent: 2, width }, colors.bold),
    ...sentence(attentionLine(plan), width, colors.yellow),
  ];
  const drift = plan.changes.flatMap((change) => driftLines(change, colors));
  if (plan.changes.length > 0) lines.push(...summary, '');
  if (drift.length > 0)
    lines.push(
      colors.bold('Drift, changed outside since the last apply:'),
      ...drift,
      '',
      colors.bold('What this plan does:'),
    );
  lines.push(...blocksOf(plan, colors, width));
  for (const remark of remarks(plan)) {
    lines.push(...sentence(`${remark.title}:`, width, colors.bold), ...remarkLines(remark, width), '');
  }
  lines.push(...summary);
  const leftOut = leftOutLine(plan);
  lines.push(...sentence(leftOut, width, colors.dim));
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** Background lists are cut above this, which on a shared cluster would be all of its connectors in every plan. */
const BACKGROUND_SHOWN = 20;

function remarkLines({ lines, isBackground }: Remark, width: number | undefined): string[] {
  const more = isBackground ? lines.length - BACKGROUND_SHOWN : 0;
  const shown = more > 1 ? [...lines.slice(0, BACKGROUND_SHOWN), `and ${more} more (--format json lists all)`] : lines;
  return shown.flatMap((line) => {
    const indent = line.length - line.trimStart().length + 2;
    const layout = { prefix: ' '.repeat(indent), prefixWidth: indent, indent: indent + 2, width };
    return wrapProse(printable(line.trimStart()), layout);
  });
}

function sentence(text: string, width: number | undefined, paint: Paint): string[] {
  return text === '' ? [] : wrapProse(text, { prefix: '', prefixWidth: 0, indent: 2, width }, paint);
}

/** One block a change; those of a single line stand together, without empty lines between them. */
function blocksOf(plan: Plan, colors: Palette, width: number | undefined): string[] {
  const heads = plan.changes.map((change) => headOf(change).length);
  const column = Math.min(MAX_COLUMN, Math.max(MIN_COLUMN, ...heads.map((length) => length + 2)));
  const blocks = plan.changes.map((change) => changeLines(change, colors, width, column));
  return blocks.flatMap((block, i) => (block.length === 1 && blocks[i + 1]?.length === 1 ? block : [...block, '']));
}

/** Where the words of a change begin: behind the longest name, within these. */
const MIN_COLUMN = 24;
const MAX_COLUMN = 44;

/** `+ topic orders.events` */
function headOf(change: PlanChange): string {
  return `${symbols[change.action]} ${kindWord(change)}${printable(change.name)}`;
}

function driftLines(change: PlanChange, colors: Palette): string[] {
  const fields = change.fields.filter((field) => field.drift);
  if (fields.length === 0) return [];
  const column = Math.min(40, Math.max(...fields.map(({ key }) => key.length)));
  return [
    `${colors.yellow('!')} ${printable(change.name)}`,
    ...fields.map((field) => `    ${printable(field.key).padEnd(column)}  ${driftText(field)}`),
  ];
}

function driftText(field: PlanField): string {
  if (field.sensitive) return '(sensitive, changed)';
  return (field.before ?? null) === null
    ? 'was removed'
    : `is now ${fieldLines({ ...field, after: null }).value || 'another text, shown below'}`;
}

function changeLines(change: PlanChange, colors: Palette, width: number | undefined, column: number): string[] {
  const paint = paintOf(change, colors);
  const what = printable([actionWords(change), ...change.impact].join(', '));
  const plainWidth = headOf(change).length;
  const head = `${paint(symbols[change.action])} ${kindWord(change)}${colors.bold(printable(change.name))}`;
  const gap = ' '.repeat(Math.max(2, column - plainWidth));
  const notes = uncomparedWords(change);
  const headWidth = plainWidth + gap.length;
  const noted = (label: string, paintLabel: Paint, text: string): string[] =>
    wrapProse(printable(text), {
      prefix: `    ${paintLabel(label)}  `,
      prefixWidth: label.length + 6,
      indent: 6,
      width,
    });
  const { refused } = change;
  return [
    ...wrapProse(what, { prefix: head + gap, prefixWidth: headWidth, indent: 6, width }, paint),
    ...fieldBlock(change.fields, colors, width),
    ...(notes === '' ? [] : wrapProse(`(${notes})`, { prefix: '    ', prefixWidth: 4, indent: 5, width }, colors.dim)),
    ...change.hazards.flatMap((h) => noted(`${h.severity} ${h.id}`, colors.yellow, h.message)),
    ...(refused ? noted(`refused ${refused.code}`, colors.red, refused.message) : []),
    ...(refused?.help
      ? wrapProse(printable(refused.help), { prefix: '      ', prefixWidth: 6, indent: 6, width })
      : []),
  ];
}

function fieldBlock(fields: readonly PlanField[], colors: Palette, columns: number | undefined): string[] {
  const signs = fields.map(signOf);
  const labels = fields.map(({ key }, i) => printable(signs[i] === '' ? key : `${signs[i]} ${key}`));
  const width = Math.min(40, Math.max(0, ...labels.map((label) => label.length)));
  const rows = fields.map((field) => fieldLines(field, columns === undefined ? undefined : columns - width - 6));
  return rows.flatMap((row, i) => {
    const paint = row.sign === '+' ? colors.green : row.sign === '-' ? colors.red : identity;
    const first = `    ${paint(labels[i]!.padEnd(width))}  ${row.value}${row.note === '' ? '' : `  ${colors.dim(row.note)}`}`;
    return [first, ...row.more.map((line) => `        ${paintLine(line, colors)}`)];
  });
}

function paintLine(line: Line, colors: Palette): string {
  if (line.kind === 'added') return colors.green(line.text);
  if (line.kind === 'removed') return colors.red(line.text);
  return line.kind === 'note' ? colors.dim(line.text) : line.text;
}

function paintOf(change: PlanChange, colors: Palette): Paint {
  switch (change.action) {
    case 'create':
      return colors.green;
    case 'delete':
    case 'replace':
      return colors.red;
    case 'release':
    case 'adopt':
    case 'move':
      return colors.cyan;
    default:
      return colors.yellow;
  }
}
