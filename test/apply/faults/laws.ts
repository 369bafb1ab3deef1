import type { ApplyReport } from '../../../src/apply/index.ts';
import type { ConnectorStateInfo, TargetState } from '../../../src/core/index.ts';
import type { PlanResult } from '../../../src/plan/index.ts';
import type { Effect } from '../../harness/effects.ts';

export interface Evidence {
  readonly report: ApplyReport;
  /** What was carried out. */
  readonly planned: PlanResult;
  /** What a plan without faults still wants to do afterwards. */
  readonly pending: PlanResult;
  /** What the worker was made to do by this apply. */
  readonly effects: readonly Effect[];
  readonly live: ReadonlyMap<string, ConnectorStateInfo | undefined>;
  readonly states: ReadonlyMap<string, TargetState | undefined>;
}

/** What the report of an apply says and the cluster does not show, in words. */
export function violationsOf(evidence: Evidence): string[] {
  const { report, planned, pending, effects, live, states } = evidence;
  const wrong: string[] = [];
  const open = new Set(pending.plan.changes.map((change) => change.name));
  const planNames = new Set(planned.plan.changes.flatMap(({ name, from }) => (from ? [name, from] : [name])));
  const rolledBack = new Map((report.rollback ?? []).map((step) => [step.name, step]));
  for (const { name, action, outcome, message } of report.changes) {
    const says = `${name} (${action}) is reported ${outcome}${message ? ` (${message})` : ''}`;
    const touched = effects.filter((effect) => effect.name === name);
    const step = rolledBack.get(name);
    if (step) {
      // What could not be put back claims nothing more.
      if (step.done && action !== 'restart') wrong.push(...wrongAfterRollback(name, step.message, evidence));
      continue;
    }
    if (outcome === 'done') {
      if (open.has(name)) wrong.push(`${says}, and a plan still has it`);
      const state = live.get(name)?.connector.state;
      if (state !== states.get(name)) wrong.push(`${says}, and it is ${state}, not ${states.get(name)}`);
    }
    if (outcome === 'failed' && !open.has(name)) wrong.push(`${says}, and it is done`);
    if (outcome === 'skipped' && touched.length > 0) wrong.push(`${says}, and was ${touched[0]!.value}`);
    if (/SyntaxError|Unexpected|undefined|\bat .*:\d+:\d+/.test(message ?? '')) wrong.push(`${says}: not for people`);
  }
  for (const { name, aspect, value } of effects) {
    if (!planNames.has(name)) wrong.push(`${name} is in no plan, and its ${aspect} was written: ${value}`);
  }
  return wrong;
}

/** Put back: the state of before, and a plan that has the change again. */
function wrongAfterRollback(name: string, message: string, { planned, pending, live }: Evidence): string[] {
  const says = `${name} is reported put back (${message})`;
  const op = planned.operations.find(({ change }) => change.name === name)!;
  const old = op.change.from ?? name;
  const [is, was] = [live.get(old)?.connector.state, op.live?.status?.connector.state];
  return [
    ...(is === was ? [] : [`${says}, and ${old} is ${is}, not ${was}`]),
    ...(pending.plan.changes.some((change) => change.name === name) ? [] : [`${says}, and no plan has it again`]),
  ];
}
