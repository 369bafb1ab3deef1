import { actions, type Plan, type PlanChange } from '../../plan/index.ts';
import { fieldLines } from './field-lines.ts';
import { actionWords, remarks, summaryLine, symbols, titleLine, uncomparedWords } from './words.ts';

/** Above this many changes each is folded, so that the page begins as a list; what is refused stays open. */
const OPEN_CHANGES = 30;

/**
 * Plans as one page that needs nothing else: no script, no font, no request; it reads in light and dark, and prints.
 * Its filters are check boxes that the style alone looks at.
 */
export function renderPlanHtml(plans: readonly Plan[]): string {
  const title = plans.map((plan) => `${plan.project}/${plan.environment}`).join(', ');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(`Plan: ${title}`)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    ...plans.map(planSection),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function planSection(plan: Plan): string {
  return [
    '<main>',
    `<p class="dim">${escapeHtml(titleLine(plan))}</p>`,
    `<h1>${escapeHtml(summaryLine(plan))}</h1>`,
    diagnosticsOf(plan),
    filtersOf(plan),
    ...plan.changes.map((change) => changeSection(change, plan.changes.length <= OPEN_CHANGES)),
    ...remarks(plan).map(
      ({ title, lines }) => `<h2>${escapeHtml(title)}</h2>\n<pre>${lines.map(escapeHtml).join('\n')}</pre>`,
    ),
    '</main>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function diagnosticsOf(plan: Plan): string {
  if (plan.diagnostics.length === 0) return '';
  const items = plan.diagnostics.map((d) => {
    const place =
      d.file === undefined ? '' : `<code>${escapeHtml(`${d.file}:${d.line ?? 1}:${d.column ?? 1}`)}</code> `;
    return `<li class="${d.severity}">${place}${d.severity} ${escapeHtml(d.code)} ${escapeHtml(d.message)}</li>`;
  });
  return `<ul>${items.join('\n')}</ul>`;
}

/** A check box for each action there is, and for what needs a look; nothing to choose between needs no filter. */
function filtersOf({ changes }: Plan): string {
  const box = (name: string, text: string, checked: boolean): string =>
    `<label><input type="checkbox" class="f-${name}" autocomplete="off"${checked ? ' checked' : ''}> ${text}</label>`;
  const counted = (noun: string, n: number): string => `${noun} (${n})`;
  const shown = actions
    .map((action) => ({ action, n: changes.filter((change) => change.action === action).length }))
    .filter(({ n }) => n > 0)
    .map(({ action, n }) => box(action, counted(action, n), true));
  const hazards = changes.filter((change) => change.hazards.length > 0).length;
  const refused = changes.filter((change) => change.refused).length;
  const drifted = changes.filter(hasDrift).length;
  const only = [
    ...(hazards > 0 ? [box('hazards', counted('with hazards only', hazards), false)] : []),
    ...(drifted > 0 ? [box('drifted', counted('with drift only', drifted), false)] : []),
    ...(refused > 0 ? [box('refused', counted('refused only', refused), false)] : []),
  ];
  return changes.length < 2 ? '' : `<form class="filters">${[...shown, ...only].join('\n')}</form>`;
}

function hasDrift(change: PlanChange): boolean {
  return change.fields.some((field) => field.drift);
}

function changeSection(change: PlanChange, isOpen: boolean): string {
  const notes = uncomparedWords(change);
  const classes = [
    `change ${change.action}`,
    ...(change.hazards.length > 0 ? ['has-hazards'] : []),
    ...(hasDrift(change) ? ['has-drift'] : []),
    ...(change.refused ? ['is-refused'] : []),
  ];
  const words = [actionWords(change), ...change.impact].join(', ');
  const rows = change.fields.map((field) => {
    const { sign, key, value, note, more } = fieldLines(field);
    const kind = sign === '+' ? 'added' : sign === '-' ? 'removed' : 'changed';
    const lines = more.map((line) => `<span class="${line.kind}">${escapeHtml(line.text)}</span>`).join('\n');
    const drift = field.drift ? ' <em>changed outside since the last apply</em>' : '';
    const text = `${escapeHtml([value, note].filter((part) => part !== '').join('  '))}${drift}`;
    return `<tr class="${kind}"><th>${escapeHtml(`${sign} ${key}`.trim())}</th><td>${text}${lines === '' ? '' : `<pre>${lines}</pre>`}</td></tr>`;
  });
  return [
    `<details${isOpen || change.refused ? ' open' : ''} class="${classes.join(' ')}"><summary><code>${escapeHtml(symbols[change.action])}</code> ${change.kind === 'topic' ? 'topic ' : ''}<b>${escapeHtml(change.name)}</b> ${escapeHtml(words)}</summary>`,
    rows.length === 0 ? '' : `<table>\n${rows.join('\n')}\n</table>`,
    notes === '' ? '' : `<p class="dim">${escapeHtml(notes)}</p>`,
    ...change.hazards.map((h) => `<p class="hazard">${h.severity} ${h.id} ${escapeHtml(h.message)}</p>`),
    change.refused
      ? `<p class="error">refused ${escapeHtml([change.refused.code, change.refused.message, change.refused.help ?? ''].join(' ').trim())}</p>`
      : '',
    '</details>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

const STYLE = [
  ':root{color-scheme:light dark;--add:#1a7f37;--del:#cf222e;--warn:#9a6700;--dim:#656d76;--line:#d0d7de}',
  '@media(prefers-color-scheme:dark){:root{--add:#3fb950;--del:#f85149;--warn:#d29922;--dim:#8d96a0;--line:#30363d}}',
  'body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}',
  'h1{font-size:1.3rem}h2{font-size:1.05rem}.dim{color:var(--dim)}',
  'details{border:1px solid var(--line);border-radius:6px;margin:.6rem 0;padding:.4rem .8rem}summary{cursor:pointer}',
  'table{border-collapse:collapse;font:13px/1.5 ui-monospace,monospace;width:100%}',
  'th{width:1%;text-align:left;font-weight:400;vertical-align:top;padding-right:1.5rem;white-space:nowrap}',
  'td{overflow-wrap:anywhere}pre{margin:.2rem 0;overflow-x:auto}',
  '.filters{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;margin:1rem 0;color:var(--dim)}.filters label{cursor:pointer}',
  'summary{overflow-wrap:anywhere}p.hazard,p.error{margin:.3rem 0}',
  '@media(max-width:40rem){th,td{display:block}td{padding:0 0 .3rem 1rem}}',
  '@media print{.filters{display:none}body{margin:0;max-width:none;font-size:11px}details{break-inside:avoid}}',
  ...actions.map((action) => `main:has(.f-${action}:not(:checked)) .change.${action}{display:none}`),
  'main:has(.f-hazards:checked) .change:not(.has-hazards){display:none}',
  'main:has(.f-drifted:checked) .change:not(.has-drift){display:none}',
  'main:has(.f-refused:checked) .change:not(.is-refused){display:none}',
  '.added{color:var(--add)}.removed{color:var(--del)}.hazard,.warning{color:var(--warn)}.error{color:var(--del)}',
].join('');

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
