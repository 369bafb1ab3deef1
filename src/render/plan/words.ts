import type { Plan, PlanAction, PlanChange } from '../../plan/index.ts';

/** A symbol never stands alone: the word follows it. */
export const symbols: Readonly<Record<PlanAction, string>> = {
  create: '+',
  update: '~',
  replace: '-/+',
  delete: '-',
  release: '<',
  state: '~',
  restart: '!',
  move: '->',
  adopt: '=',
};

/** What is done, in one phrase: `update and pause`, `move from "old"`. */
export function actionWords(change: PlanChange): string {
  const target = change.state.after;
  const halts = change.state.before !== null && target !== null && change.state.before !== target;
  const toState = target === 'RUNNING' ? 'resume' : target === 'PAUSED' ? 'pause' : 'stop';
  switch (change.action) {
    case 'state':
      return toState;
    case 'move':
      return `move from "${change.from ?? ''}"`;
    case 'update':
    case 'adopt':
      return halts && change.state.before !== 'FAILED' && change.state.before !== 'UNASSIGNED'
        ? `${change.action} and ${toState}`
        : change.action;
    default:
      return change.action;
  }
}

/** `Plan: 2 to create, 1 to update, 0 to delete. 14 unchanged.`, or `No changes.` with what was looked at. */
export function summaryLine(plan: Plan): string {
  const { summary } = plan;
  const total = plan.changes.length;
  const rest = [`${summary.noop} unchanged`];
  if (summary.unmarked > 0) rest.push(`${summary.unmarked} unmarked`);
  const refused = plan.changes.filter((change) => change.refused).length;
  if (total === 0) return `No changes. ${rest.join(', ')}.`;
  const always = [`${summary.create} to create`, `${summary.update} to update`];
  const sometimes = (
    [
      ['replace', 'to replace'],
      ['move', 'to move'],
      ['state', 'to pause, stop or resume'],
      ['restart', 'to restart'],
      ['adopt', 'to adopt'],
      ['release', 'to release'],
    ] as const
  ).flatMap(([action, words]) => (summary[action] > 0 ? [`${summary[action]} ${words}`] : []));
  const parts = [...always, ...sometimes, `${summary.delete} to delete`];
  const tail = refused > 0 ? ` ${refused} refused: apply will do nothing.` : '';
  return `Plan: ${parts.join(', ')}. ${rest.join(', ')}.${tail}`;
}

/** `Hazards: H004, H005 (3 times). Warnings: H009.`: what to look for in a long plan; empty where there is none. */
export function attentionLine(plan: Plan): string {
  const hazards = plan.changes.flatMap((change) => change.hazards);
  return (
    [
      ['hazard', 'Hazards'],
      ['warning', 'Warnings'],
    ] as const
  )
    .flatMap(([severity, title]) => {
      const ids = hazards.filter((hazard) => hazard.severity === severity).map(({ id }) => id);
      const counted = [...new Set(ids)].sort().map((id) => {
        const times = ids.filter((other) => other === id).length;
        return times === 1 ? id : `${id} (${times} times)`;
      });
      return counted.length === 0 ? [] : [`${title}: ${counted.join(', ')}.`];
    })
    .join(' ');
}

export function hasDrift(change: PlanChange): boolean {
  return change.fields.some((field) => field.drift);
}

/** What needs a look, in a word each: the ids of its hazards, `drift`, `refused`. */
export function notesOf(change: PlanChange): readonly string[] {
  return [
    ...change.hazards.map(({ id }) => id),
    ...(hasDrift(change) ? ['drift'] : []),
    ...(change.refused ? ['refused'] : []),
  ];
}

/** `topic ` before the name of one; connectors are what a plan is about. */
export function kindWord({ kind }: PlanChange): string {
  return kind === 'topic' ? 'topic ' : '';
}

/** Where a change is written, as `pipelines/orders.yaml:4`; empty where no file holds it. */
export function placeOf({ source }: PlanChange): string {
  return source ? `${source.file}:${source.line}` : '';
}

/** `Connect 4.3.1 at http://…`, with project and environment. */
export function titleLine(plan: Plan): string {
  const name = plan.project === '' ? plan.environment : `${plan.project}/${plan.environment}`;
  return `${name}: Kafka Connect ${plan.connect.version} at ${plan.connect.url}`;
}

/** What was left out of a comparison, each with its count. */
export function uncomparedWords({ uncompared }: Pick<PlanChange, 'uncompared'>): string {
  const { ignored, kept, hidden, undeclared } = uncompared;
  const parts: string[] = [];
  if (ignored) parts.push(`${count(ignored, 'server key')} ignored`);
  if (kept) parts.push(`${count(kept, 'key')} kept as on the worker`);
  if (hidden) parts.push(`${count(hidden, 'key')} hidden by the server`);
  if (undeclared) parts.push(`${count(undeclared, 'undeclared key')} left alone`);
  return parts.join(', ');
}

/** What was left out of the comparison of what is unchanged, as a sentence; empty where nothing was. */
export function leftOutLine(plan: Plan): string {
  const words = uncomparedWords(plan);
  return words === '' ? '' : `In what is unchanged: ${words}.`;
}

/** `1 task`, `2 tasks`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

export interface Remark {
  readonly title: string;
  readonly lines: readonly string[];
  /** A list of what the plan does not touch: where it is long, the first ones and their number tell enough. */
  readonly isBackground?: true;
}

/** The lines below the changes: what stands FAILED, what is not ours, what waits for a flag. */
export function remarks(plan: Plan): readonly Remark[] {
  const sections: readonly Remark[] = [
    {
      title: 'FAILED on the worker (apply --restart-failed restarts them)',
      lines: plan.failed.flatMap((part) => [
        `${part.connector}${part.task === undefined ? '' : ` task ${part.task}`}${plan.orphaned.includes(part.connector) ? ' (in no file, so left as it is)' : ''}`,
        ...part.cause.map((line) => `  ${line}`),
      ]),
    },
    {
      title: 'State not managed here',
      lines: plan.notRunning.map(({ name, state }) => `${name} (${state.toLowerCase()}, not managed here)`),
      isBackground: true,
    },
    { title: 'Ours, and in no file any more (--prune deletes them)', lines: plan.orphaned },
    { title: 'Equal, and not marked as ours (--adopt NAME takes them over)', lines: plan.unmarked, isBackground: true },
    {
      title: 'Hidden by the server: a change made there cannot be seen',
      lines: hiddenLines(plan.hidden.flatMap(({ name, keys, undigested = [] }) => linesOf(name, keys, undigested))),
    },
    {
      title:
        'Hidden by the server, and applied before it hid them: a change in the files cannot be seen either (--adopt NAME writes them once more)',
      lines: hiddenLines(plan.hidden.flatMap(({ name, undigested = [] }) => linesOf(name, undigested, []))),
    },
    { title: 'Unmanaged: not ours, left alone', lines: plan.unmanaged, isBackground: true },
  ];
  return sections.filter((section) => section.lines.length > 0);
}

const HIDDEN_SHOWN = 20;

/** On a worker that masks, most connectors have such keys: a few are named, the rest counted. */
function hiddenLines(lines: readonly string[]): readonly string[] {
  const more = lines.length - HIDDEN_SHOWN;
  return more > 0 ? [...lines.slice(0, HIDDEN_SHOWN), `and ${more} more connectors`] : lines;
}

/** `orders-sink: connection.password`, without those that stand elsewhere. */
function linesOf(name: string, keys: readonly string[], elsewhere: readonly string[]): string[] {
  const left = keys.filter((key) => !elsewhere.includes(key));
  return left.length === 0 ? [] : [`${name}: ${left.join(', ')}`];
}

/** A message and what to do about it, as one line: the message ends in a sign of its own or gets a full stop. */
export function withHelp({ message, help }: { readonly message: string; readonly help?: string | undefined }): string {
  if (help === undefined) return message;
  return `${message}${/[.:;!?…]$/.test(message) ? '' : '.'} ${help}`;
}
