import type { Plan } from '../plan/index.ts';
import { type Palette, renderPlanHtml, renderPlanJson, renderPlansMarkdown, renderPlanText } from '../render/index.ts';

export const planFormats = ['text', 'json', 'markdown', 'html'] as const;
export type PlanFormat = (typeof planFormats)[number];

/**
 * Plans in one of the forms. `isList`: JSON is an array, for a run over several environments. `width` are the columns of
 * a terminal, undefined for a file or pipe.
 */
export function renderPlans(
  plans: readonly Plan[],
  isList: boolean,
  format: PlanFormat,
  colors: Palette,
  width: number | undefined,
): string {
  switch (format) {
    case 'json':
      return renderPlanJson(isList ? plans : plans[0]!);
    case 'markdown':
      return renderPlansMarkdown(plans);
    case 'html':
      return renderPlanHtml(plans);
    case 'text':
      return plans.map((plan) => renderPlanText(plan, colors, width)).join('\n');
    default:
      return format satisfies never;
  }
}
