import type { Plan, PlanChange } from '../../plan/index.ts';
import { fieldLines } from './field-lines.ts';
import { actionWords, remarks, summaryLine, symbols, titleLine, uncomparedWords } from './words.ts';

/** GitHub takes 65,536 characters a comment; a little is left for what a bot adds. */
const BUDGET = 65_000;

/**
 * A plan as a pull request comment: a hidden marker to find and update it by, the summary, a table, a fold a change.
 * Over the budget folds are left out from the last, then table rows, and it says how many.
 */
export function renderPlanMarkdown(plan: Plan): string {
  const head = headOf(plan);
  const folds = plan.changes.map(foldOf);
  const tail = tailOf(plan);
  const build = (rows: number, shown: number): string =>
    [head, tableOf(plan, rows), ...folds.slice(0, shown), left(folds.length - shown), tail]
      .filter((s) => s !== '')
      .join('\n');
  // Folds go first: the table still tells what happens to each connector.
  const rows = largest(plan.changes.length, (n) => build(n, 0).length <= BUDGET);
  const shown = rows < plan.changes.length ? 0 : largest(folds.length, (n) => build(rows, n).length <= BUDGET);
  const text = build(rows, shown);
  return text.length <= BUDGET ? text : `${[head, left(plan.changes.length)].join('\n')}\n`;
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

function headOf(plan: Plan): string {
  return [
    `<!-- connectctl-plan:${encodeURIComponent(`${plan.project}/${plan.environment}`)} -->`,
    `### ${escapeMarkdown(titleLine(plan))}`,
    '',
    `**${escapeMarkdown(summaryLine(plan))}**`,
    '',
    ...errorsOf(plan),
  ].join('\n');
}

function errorsOf(plan: Plan): string[] {
  const lines = plan.diagnostics.map((d) => {
    const place = d.file === undefined ? '' : ` \`${d.file}:${d.line ?? 1}\``;
    return `- ${d.severity} ${d.code}${place} ${escapeMarkdown(d.message)}`;
  });
  return lines.length === 0 ? [] : [...lines.slice(0, 50), ''];
}

function tableOf(plan: Plan, rows: number): string {
  if (plan.changes.length === 0) return '';
  const lines = plan.changes.slice(0, rows).map((change) => {
    const notes = [...change.hazards.map((h) => h.id), ...(change.refused ? ['refused'] : [])].join(', ');
    return `| \`${symbols[change.action]}\` ${actionWords(change)} | ${escapeMarkdown(change.name)} | ${escapeMarkdown(change.impact.join(', '))} | ${notes} |`;
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
  const lines = change.fields.flatMap((field) => {
    const { sign, key, value, note, more } = fieldLines(field);
    const first = `${sign === '' ? '!' : sign} ${key}  ${value}${note === '' ? '' : `  ${note}`}`.trimEnd();
    return [first, ...more.map((line) => `${/^[+-]/.test(line.text) ? line.text[0] : ' '}     ${line.text.slice(2)}`)];
  });
  const notes = uncomparedWords(change);
  const drift = change.fields.filter((field) => field.drift).map((field) => `\`${field.key}\``);
  const longest = Math.max(2, ...(lines.join('\n').match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return [
    `<details><summary>${symbolsHtml(change)} ${escapeHtml(change.name)}: ${escapeHtml([actionWords(change), ...change.impact].join(', '))}</summary>`,
    '',
    ...(drift.length > 0 ? [`Changed outside since the last apply: ${drift.join(', ')}`, ''] : []),
    ...(lines.length > 0 ? [`${fence}diff`, ...lines, fence] : []),
    ...(notes === '' ? [] : [`_${notes}_`]),
    ...change.hazards.map((h) => `- ${h.severity} **${h.id}** ${escapeMarkdown(h.message)}`),
    ...(change.refused ? [`- refused **${change.refused.code}** ${escapeMarkdown(change.refused.message)}`] : []),
    '',
    '</details>',
    '',
  ].join('\n');
}

function symbolsHtml(change: PlanChange): string {
  return `<code>${escapeHtml(symbols[change.action])}</code>`;
}

function left(missing: number): string {
  return missing > 0
    ? `_${missing} more: the text is longer than a comment may be. \`connectctl plan\` shows all of it._\n`
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
        `<details><summary>${escapeHtml(title)} (${lines.length})</summary>`,
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

/** A name may hold anything; none of it may become markup, or a line of its own in the table. */
function escapeMarkdown(text: string): string {
  return escapeHtml(text)
    .replace(/[\\`*_[\]|~#@]/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/[\r\n]+/g, ' ');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
