import type { Plan, PlanChange } from '../../plan/index.ts';
import { escapeMarkdown } from '../escape-markdown.ts';
import { printable } from '../printable.ts';
import { fieldLines } from './field-lines.ts';
import {
  actionWords,
  attentionLine,
  hasDrift,
  kindWord,
  notesOf,
  placeOf,
  remarks,
  summaryLine,
  symbols,
  titleLine,
  uncomparedWords,
  withHelp,
} from './words.ts';

/** GitHub takes 65,536 characters a comment; a little is left for what a bot adds: a marker, links, where it was made. */
const BUDGET = 64_000;

/**
 * A plan as a pull request comment: a hidden marker to find and update it by, the summary, a table, a fold a change.
 * Over the budget folds are left out, then table rows, those that matter least first, and it says how many.
 */
export function renderPlanMarkdown(plan: Plan, budget = BUDGET): string {
  const head = headOf(plan, budget);
  const folds = plan.changes.map(foldOf);
  const tail = tailOf(plan);
  const ranks = ranksOf(plan.changes);
  const build = (rows: number, shown: number): string =>
    [
      head,
      tableOf(plan, (i) => ranks[i]! < rows),
      ...folds.filter((_, i) => ranks[i]! < shown),
      left(folds.length - shown),
      tail,
    ]
      .filter((s) => s !== '')
      .join('\n');
  // Folds go first: the table still tells what happens to each connector.
  const rows = largest(plan.changes.length, (n) => build(n, 0).length <= budget);
  const shown = rows < plan.changes.length ? 0 : largest(folds.length, (n) => build(rows, n).length <= budget);
  const text = build(rows, shown);
  return text.length <= budget ? text : `${[head, left(plan.changes.length)].join('\n')}\n`;
}

/** Several plans as one comment: those that are short leave their room to the longer ones. */
export function renderPlansMarkdown(plans: readonly Plan[]): string {
  const whole = plans.map((plan) => renderPlanMarkdown(plan));
  let room = BUDGET - plans.length;
  const texts = new Map<number, string>();
  const byLength = [...whole.keys()].sort((a, b) => whole[a]!.length - whole[b]!.length);
  for (const [done, i] of byLength.entries()) {
    const share = Math.floor(room / (plans.length - done));
    const text = whole[i]!.length <= share ? whole[i]! : renderPlanMarkdown(plans[i]!, share);
    texts.set(i, text);
    room -= text.length;
  }
  return plans.map((_, i) => texts.get(i)).join('\n');
}

/** The place of each change in the order in which they are kept: refused, deletes, hazards, drift, then the others. */
function ranksOf(changes: readonly PlanChange[]): readonly number[] {
  const weight = (change: PlanChange): number => {
    if (change.refused) return 0;
    if (change.action === 'delete' || change.action === 'replace') return 1;
    if (change.hazards.length > 0) return 2;
    return hasDrift(change) ? 3 : 4;
  };
  const weights = changes.map(weight);
  const order = [...changes.keys()].sort((a, b) => weights[a]! - weights[b]! || a - b);
  const ranks = new Array<number>(changes.length);
  for (const [rank, i] of order.entries()) ranks[i] = rank;
  return ranks;
}

/** The largest number up to `limit` that fits, 0 where none does; what fits once fits for all smaller ones. */
function largest(limit: number, fits: (n: number) => boolean): number {
  let [low, high] = [0, limit];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function headOf(plan: Plan, budget: number): string {
  const attention = attentionLine(plan);
  return [
    `<!-- connectctl-plan:${encodeURIComponent(`${plan.project}/${plan.environment}`)} -->`,
    `### ${escapeMarkdown(titleLine(plan))}`,
    '',
    `**${escapeMarkdown(summaryLine(plan))}**`,
    ...(attention === '' ? [] : ['', escapeMarkdown(attention)]),
    '',
    ...errorsOf(plan, budget / 4),
  ].join('\n');
}

/** The diagnostics as a list of at most `room` characters, which says how many it leaves out. */
function errorsOf(plan: Plan, room: number): string[] {
  if (plan.diagnostics.length === 0) return [];
  const lines = plan.diagnostics.map((d) => {
    const place = d.file === undefined ? '' : ` <code>${escapeMarkdown(`${d.file}:${d.line ?? 1}`)}</code>`;
    return `- ${d.severity} ${d.code}${place} ${escapeMarkdown(withHelp(d))}`;
  });
  const shown = largest(lines.length, (n) => lines.slice(0, n).join('\n').length <= room);
  const more = lines.length - shown;
  return [...lines.slice(0, shown), ...(more > 0 ? [`- … ${more} more, on stderr of \`connectctl plan\``] : []), ''];
}

function tableOf(plan: Plan, isShown: (index: number) => boolean): string {
  if (plan.changes.length === 0) return '';
  const lines = plan.changes
    .filter((_, i) => isShown(i))
    .map((change) => {
      const notes = notesOf(change).join(', ');
      return `| \`${symbols[change.action]}\` ${escapeMarkdown(actionWords(change))} | ${kindWord(change)}${escapeMarkdown(change.name)} | ${escapeMarkdown(change.impact.join(', '))} | ${notes} |`;
    });
  const more = plan.changes.length - lines.length;
  return [
    '| change | name | effect | notes |',
    '| --- | --- | --- | --- |',
    ...lines,
    ...(more > 0 ? [`| … | ${more} more | | |`] : []),
    '',
  ].join('\n');
}

function foldOf(change: PlanChange): string {
  const width = Math.min(40, Math.max(0, ...change.fields.map(({ key }) => key.length)));
  const lines = change.fields.flatMap((field) => {
    const { sign, key, value, note, more } = fieldLines(field);
    const words = [value, note].filter((part) => part !== '').join('  ');
    return [
      `${sign === '' ? '!' : sign} ${printable(key).padEnd(width)}  ${words}`.trimEnd(),
      ...more.map((line) => `${/^[+-]/.test(line.text) ? line.text[0] : ' '}     ${line.text.slice(2)}`),
    ];
  });
  const notes = uncomparedWords(change);
  const place = placeOf(change);
  const drift = change.fields
    .filter((field) => field.drift)
    .map((field) => `<code>${escapeMarkdown(field.key)}</code>`);
  const longest = Math.max(2, ...(lines.join('\n').match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return [
    `<details><summary>${symbolsHtml(change)} ${kindWord(change)}${escapeMarkdown(change.name)}: ${escapeMarkdown([actionWords(change), ...change.impact].join(', '))}</summary>`,
    '',
    ...(drift.length > 0 ? [`Changed outside since the last apply: ${drift.join(', ')}`, ''] : []),
    ...(lines.length > 0 ? [`${fence}diff`, ...lines, fence] : []),
    ...(notes === '' ? [] : [`_${notes}_`, '']),
    ...change.hazards.map((h) => `- ${h.severity} **${h.id}** ${escapeMarkdown(h.message)}`),
    ...(change.refused ? [`- refused **${change.refused.code}** ${escapeMarkdown(withHelp(change.refused))}`] : []),
    ...(place === '' ? [] : ['', `<sub>${escapeMarkdown(place)}</sub>`]),
    '',
    '</details>',
    '',
  ].join('\n');
}

function symbolsHtml(change: PlanChange): string {
  return `<code>${symbols[change.action].replace('<', '&lt;').replace('>', '&gt;')}</code>`;
}

function left(missing: number): string {
  return missing > 0
    ? `_The details of ${missing} more are left out, since a comment has to stay short: \`connectctl plan\` shows them._\n`
    : '';
}

function tailOf(plan: Plan): string {
  return remarks(plan)
    .map(({ title, lines }) => {
      const shown = lines
        .slice(0, 20)
        .map((line) => (line.startsWith('  ') ? `  - ${escapeMarkdown(line.trim())}` : `- ${escapeMarkdown(line)}`));
      const more = lines.length > 20 ? [`- … ${lines.length - 20} more`] : [];
      return [
        `<details><summary>${escapeMarkdown(title)} (${lines.length})</summary>`,
        '',
        ...shown,
        ...more,
        '',
        '</details>',
        '',
      ].join('\n');
    })
    .join('\n');
}
