import { compare, type Diagnostic, sortDiagnostics } from '../core/index.ts';
import { assemblePlan } from './assemble-plan.ts';
import { type Decision, decideSelected } from './decide.ts';
import { dependencies } from './dependencies.ts';
import { operationOf, restartOf } from './operation-of.ts';
import { contextOf } from './plan-context.ts';
import type { Operation, PlanContext, PlanInput, PlanResult } from './plan-input.ts';
import { planTopics } from './plan-topics.ts';
import { refusedName } from './refusals.ts';
import { isPruning, orphansOf, removalsOf } from './removals.ts';
import { validationDiagnostics } from './validation-diagnostics.ts';

/** Works out what leads from what was observed to what the files say. Pure: the same input gives the same plan. */
export function makePlan(input: PlanInput): PlanResult {
  const context = contextOf(input);
  const { decisions, leftOut } = decideSelected(context);
  const written = decisions
    .filter((d) => d.kind !== 'noop' && d.kind !== 'unmarked')
    .map((d) => operationOf(d, context));
  const restarts = input.options.restartFailed ? decisions.flatMap((d) => restartOf(d)) : [];
  const removals = removalsOf(context, [...decisions, ...leftOut]);
  const orphans = orphansOf(context, [...decisions, ...leftOut]);
  const topics = planTopics(context);
  const changed = refuseNames([...written, ...restarts, ...removals], context);
  const connectors = limitDeletes(changed, input.options.maxDeletes);
  const operations = dependencies([...topics.operations, ...connectors], context).sort(byKindThenName);
  const diagnostics = sortDiagnostics([
    ...input.diagnostics,
    ...topics.diagnostics,
    ...decisions.flatMap((d) => d.diagnostics ?? []),
    ...decisions.flatMap((d) => (isWritten(d) ? validationDiagnostics(d.desired, context) : [])),
    ...unknownNames(context),
  ]);
  const plan = assemblePlan(
    context,
    decisions,
    operations,
    { orphans: isPruning(context) ? [] : orphans, unchangedTopics: topics.unchanged },
    diagnostics,
  );
  return { plan, operations, diagnostics };
}

function isWritten(decision: Decision): boolean {
  return ['create', 'update', 'replace', 'move'].includes(decision.kind) && !decision.refused;
}

/** Whatever is to be done with it, a connector has to be named in URLs. */
function refuseNames(operations: readonly Operation[], context: PlanContext): Operation[] {
  return operations.map((op) => {
    const refused = refusedName(op.change.name, context) ?? refusedName(op.change.from ?? '', context);
    return refused && !op.change.refused ? { ...op, change: { ...op.change, refused } } : op;
  });
}

/** Over the limit every delete is refused: which ones would be the right ones, nobody knows. */
function limitDeletes(operations: readonly Operation[], maxDeletes: number): Operation[] {
  const isDelete = ({ change }: Operation): boolean => change.action === 'delete' || change.action === 'replace';
  const count = operations.filter(isDelete).length;
  if (count <= maxDeletes) return [...operations];
  const refused = {
    code: 'CC4004',
    message: `the plan deletes ${count} connector${count === 1 ? '' : 's'}, and --max-deletes is ${maxDeletes}`,
    help: `If that is meant: --max-deletes ${count}`,
  };
  return operations.map((op) =>
    isDelete(op) && !op.change.refused ? { ...op, change: { ...op.change, refused } } : op,
  );
}

function unknownNames(context: PlanContext): Diagnostic[] {
  return context.options.replace
    .filter((name) => !context.byName.has(name))
    .map((name) => ({
      code: 'CC4012',
      severity: 'error' as const,
      message: `--replace names "${name}", which no file of this environment defines`,
    }));
}

function byKindThenName(a: Operation, b: Operation): number {
  const rank = (op: Operation): number => (op.change.kind === 'topic' ? 0 : 1);
  return rank(a) - rank(b) || compare(a.change.name, b.change.name);
}
