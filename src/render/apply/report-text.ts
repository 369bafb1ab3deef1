import type { ApplyEvent, ApplyReport, ChangeReport } from '../../apply/index.ts';
import { noColors, type Palette } from '../plan/plan-text.ts';
import { printable } from '../printable.ts';

/** One line for what has just happened; undefined for what a log needs not hold. Ends with a line feed. */
export function renderProgress(event: ApplyEvent, colors: Palette = noColors): string | undefined {
  switch (event.type) {
    case 'started':
      return `  ${colors.dim(`${printable(event.name)}: ${verbs[event.action]} …`)}\n`;
    case 'retry':
      return `  ${colors.yellow('retry')} ${printable(event.name)}: ${printable(event.message)} (again in ${seconds(event.delayMs)})\n`;
    case 'finished':
      return changeLines(event.change, colors);
    case 'rollback':
      return `  ${colors.yellow('rollback')} ${printable(event.name)}: ${printable(event.message)}\n`;
    case 'waiting':
      return undefined;
    default:
      return event satisfies never;
  }
}

/** As many lines are read; more push away what was done and what failed. */
const MOST_LINES = 5;
const NAMES_SHOWN = 3;

/** The changes that a stopped apply has not begun: a line each, or of many one line with their number and a few names. */
export function renderNotBegun(changes: readonly ChangeReport[], colors: Palette = noColors): string {
  if (changes.length <= MOST_LINES) return changes.map((change) => changeLines(change, colors)).join('');
  const names = changes.slice(0, NAMES_SHOWN).map(({ name }) => printable(name));
  const more = `and ${changes.length - NAMES_SHOWN} more`;
  return `  ${colors.yellow('skipped')} ${changes.length} changes, not begun: ${names.join(', ')} ${more} (plan lists them all)\n`;
}

/** The last lines of an apply: counts, and what to do about what is not done. */
export function renderReport(report: ApplyReport, colors: Palette = noColors): string {
  const count = (outcome: ChangeReport['outcome']): number =>
    report.changes.filter((c) => c.outcome === outcome).length;
  const [failed, skipped, unproven] = [count('failed'), count('skipped'), count('not-proven')];
  const parts = [`${count('done')} done`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (skipped > 0) parts.push(`${skipped} skipped`);
  if (unproven > 0) parts.push(`${unproven} not proven`);
  const isWhole = failed + skipped + unproven === 0;
  const paint = isWhole ? colors.green : failed > 0 ? colors.red : colors.yellow;
  const head = report.interrupted ? 'Apply interrupted' : isWhole ? 'Apply complete' : 'Apply incomplete';
  const stuck = (report.rollback ?? []).filter((step) => !step.done).length;
  const undone = report.rollback ? `\nRollback: ${report.rollback.length - stuck} put back, ${stuck} not.` : '';
  const again = isWhole || report.rollback ? undone : `\n${nextStep(report)}`;
  return `${paint(colors.bold(`${head}: ${parts.join(', ')}.`))}${again}\n`;
}

/** A plan never restarts what FAILED unless it is told to, so "apply again" would end in "No changes.". */
function nextStep({ changes }: ApplyReport): string {
  const failedTasks = changes.filter(({ code }) => code === 'CC5002').length;
  if (failedTasks === 0) return 'Apply again continues where this one stopped.';
  return (
    'Apply again continues where this one stopped. What is FAILED is restarted by a changed config, or with the cause ' +
    'gone by `apply --restart-failed`.'
  );
}

const verbs = {
  create: 'creating',
  update: 'updating',
  replace: 'replacing',
  delete: 'deleting',
  release: 'releasing',
  state: 'changing its state',
  restart: 'restarting',
  move: 'moving',
  adopt: 'adopting',
} as const;

function changeLines(change: ChangeReport, colors: Palette): string {
  const paint = change.outcome === 'done' ? colors.green : change.outcome === 'failed' ? colors.red : colors.yellow;
  const word = change.outcome === 'not-proven' ? 'not proven' : change.outcome;
  const code = change.code ? ` ${change.code}` : '';
  const message = change.message ? `: ${printable(change.message.split('\n')[0]!)}` : '';
  // What was skipped took no time: it waited.
  const isTimed = change.durationMs > 0 && change.outcome !== 'skipped';
  const time = isTimed ? ` (${change.action}, ${seconds(change.durationMs)})` : ` (${change.action})`;
  const first = `  ${paint(word)}${code} ${printable(change.name)}${time}${message}\n`;
  const more = (change.message ?? '').split('\n').slice(1);
  return first + [...more, ...(change.cause ?? [])].map((line) => `      ${printable(line)}\n`).join('');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
