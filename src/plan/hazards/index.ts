import { compare } from '../../core/index.ts';
import type { PlanHazard } from '../plan.ts';
import { changeHazards } from './change-hazards.ts';
import { configHazards } from './config-hazards.ts';
import type { HazardInput, HazardRule } from './hazard.ts';
import { topicHazards } from './topic-hazards.ts';

export type { HazardInput, HazardRule } from './hazard.ts';

/** Every hazard, by id. */
export const hazardRules: readonly HazardRule[] = [...changeHazards, ...topicHazards, ...configHazards].sort((a, b) =>
  compare(a.id, b.id),
);

/** The hazards of one change, by id; what the definition allows is left out. */
export function hazardsOf(input: HazardInput): PlanHazard[] {
  const found: PlanHazard[] = [];
  for (const rule of hazardRules) {
    if (input.desired?.allow.has(rule.id)) continue;
    const message = rule.find(input);
    if (message) found.push({ id: rule.id, severity: rule.severity, message });
  }
  return found;
}
