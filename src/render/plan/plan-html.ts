import { actions, type Plan, type PlanChange } from '../../plan/index.ts';
import { printableLines } from '../printable.ts';
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

/** Above this many changes each is folded, so that the page begins as a list; what is refused stays open. */
const OPEN_CHANGES = 30;

/** Whatever stands in a config, this page runs no script and asks nobody for anything. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

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
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(`Plan: ${title}`)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...plans.map(planSection),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function planSection(plan: Plan): string {
  const attention = attentionLine(plan);
  return [
    '<section>',
    `<p class="dim">${escapeHtml(titleLine(plan))}</p>`,
    `<h1>${escapeHtml(summaryLine(plan))}</h1>`,
    attention === '' ? '' : `<p class="hazard">${escapeHtml(attention)}</p>`,
    diagnosticsOf(plan),
    filtersOf(plan),
    ...plan.changes.map((change) => changeSection(change, plan.changes.length <= OPEN_CHANGES)),
    ...remarks(plan).map(
      ({ title, lines }) => `<h2>${escapeHtml(title)}</h2>\n<pre>${lines.map(escapeHtml).join('\n')}</pre>`,
    ),
    '</section>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function diagnosticsOf(plan: Plan): string {
  if (plan.diagnostics.length === 0) return '';
  const items = plan.diagnostics.map((d) => {
    const place =
      d.file === undefined ? '' : `<code>${escapeHtml(`${d.file}:${d.line ?? 1}:${d.column ?? 1}`)}</code> `;
    return `<li class="${d.severity}">${place}${d.severity} ${escapeHtml(d.code)} ${escapeHtml(d.message)}${d.help === undefined ? '' : ` <span class="dim">${escapeHtml(d.help)}</span>`}</li>`;
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

function changeSection(change: PlanChange, isOpen: boolean): string {
  const notes = [uncomparedWords(change), placeOf(change)].filter((note) => note !== '').map(escapeHtml);
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
    `<details${isOpen || change.refused ? ' open' : ''} class="${classes.join(' ')}"><summary><code>${escapeHtml(symbols[change.action])}</code> ${kindWord(change)}<b>${escapeHtml(change.name)}</b> <span>${escapeHtml(words)}</span>${badgesOf(change)}</summary>`,
    rows.length === 0 ? '' : `<table>\n${rows.join('\n')}\n</table>`,
    ...change.hazards.map((h) => `<p class="hazard">${h.severity} ${h.id} ${escapeHtml(h.message)}</p>`),
    change.refused
      ? `<p class="error">refused ${escapeHtml(`${change.refused.code} ${withHelp(change.refused)}`)}</p>`
      : '',
    notes.length === 0 ? '' : `<p class="dim note">${notes.join(' · ')}</p>`,
    '</details>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** What needs a look, where a folded change shows it, too. */
function badgesOf(change: PlanChange): string {
  return notesOf(change)
    .map((note) => ` <span class="badge ${note === 'refused' ? 'error' : 'hazard'}">${note}</span>`)
    .join('');
}

/**
 * Colours are those of GitHub's two schemes, which keep a contrast of 4.5 on their grounds. A printed page opens what is
 * folded, where the browser knows `::details-content`, and is light.
 */
const STYLE = [
  ':root{color-scheme:light dark;--add:#1a7f37;--del:#cf222e;--warn:#9a6700;--info:#0969da;--dim:#59636e;--line:#d0d7de;--ground:#fff;--text:#1f2328}',
  '@media screen and (prefers-color-scheme:dark){:root{--add:#3fb950;--del:#f85149;--warn:#d29922;--info:#4493f8;--dim:#9198a1;--line:#3d444d;--ground:#0d1117;--text:#f0f6fc}}',
  'body{color:var(--text);background:var(--ground);font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}',
  'h1{font-size:1.3rem}h2{font-size:1.05rem}.dim{color:var(--dim)}',
  'details{border:1px solid var(--line);border-left:4px solid var(--kind,var(--line));border-radius:6px;margin:.5rem 0;padding:.4rem .8rem}',
  'summary{cursor:pointer}summary code{color:var(--kind);font-weight:700}',
  '.create{--kind:var(--add)}.delete,.replace{--kind:var(--del)}.update,.state,.restart{--kind:var(--warn)}.move,.adopt,.release{--kind:var(--info)}',
  '.badge{border:1px solid;border-radius:1rem;padding:0 .5rem;margin-left:.3rem;font-size:12px;white-space:nowrap}.note{font-size:13px;margin:.3rem 0 0}',
  'table{border-collapse:collapse;font:13px/1.5 ui-monospace,monospace;width:100%}',
  'th{width:1%;text-align:left;font-weight:400;vertical-align:top;padding-right:1.5rem;white-space:nowrap}',
  'section>pre{white-space:pre-wrap;overflow-wrap:anywhere}td{overflow-wrap:anywhere}pre{margin:.2rem 0;overflow-x:auto}',
  '.filters{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;margin:1rem 0;color:var(--dim)}.filters label{cursor:pointer}',
  'summary{overflow-wrap:anywhere}p.hazard,p.error{margin:.3rem 0}',
  '@media(max-width:40rem){th,td{display:block}td{padding:0 0 .3rem 1rem}}',
  '@media print{.filters{display:none}body{margin:0;max-width:none;font-size:11px}table,.note{font-size:10px}tr,summary,p{break-inside:avoid}summary{list-style:none;break-after:avoid}details::details-content{content-visibility:visible;display:block;height:auto}pre{white-space:pre-wrap}}',
  ...actions.map((action) => `section:has(.f-${action}:not(:checked)) .change.${action}{display:none}`),
  'section:has(.f-hazards:checked) .change:not(.has-hazards){display:none}',
  'section:has(.f-drifted:checked) .change:not(.has-drift){display:none}',
  'section:has(.f-refused:checked) .change:not(.is-refused){display:none}',
  '.added{color:var(--add)}.removed{color:var(--del)}.hazard,.warning{color:var(--warn)}.error{color:var(--del)}',
].join('');

function escapeHtml(text: string): string {
  return printableLines(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
