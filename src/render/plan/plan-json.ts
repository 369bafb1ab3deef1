import type { Plan } from '../../plan/index.ts';

/** The plan as JSON (schemas/plan.schema.json), two spaces deep, with a line feed at its end. */
export function renderPlanJson(plan: Plan | readonly Plan[]): string {
  return `${JSON.stringify(plan, null, 2)}\n`;
}
