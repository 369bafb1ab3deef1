import { type LintContext, type LintRule, lintContext, lintRules } from '../../definition/index.ts';
import { isSensitiveField } from '../describe-field.ts';
import type { PlanContext } from '../plan-input.ts';
import { type HazardInput, type HazardRule, wantedText, writesConfig } from './hazard.ts';

/** Hazards of what is written, whatever was there before: the definition's lints, with what the worker knows. */
export const configHazards: readonly HazardRule[] = lintRules.map((rule) => ({
  id: rule.id,
  severity: rule.severity,
  title: rule.title,
  needs: rule.needs,
  find: (input) => findLint(rule, input),
}));

function findLint(rule: LintRule, input: HazardInput): string | undefined {
  if (!input.desired || !writesConfig(input)) return undefined;
  // An adoption writes marks alone: what its config says was there before.
  if (input.action === 'adopt') return undefined;
  const finding = rule.find(input.desired, contextOf(input.context));
  // What two connectors share may be allowed on either.
  return finding?.other?.allow.has(rule.id) ? undefined : finding?.message;
}

const contexts = new WeakMap<PlanContext, LintContext>();

/** Made once a plan: it groups all connectors by what they must not share. */
function contextOf(plan: PlanContext): LintContext {
  let context = contexts.get(plan);
  if (!context) {
    context = lintContext(plan.connectors, {
      kindOf: (connector) => kindOf(plan, connector.name, wantedText(connector, 'connector.class')),
      isPassword(connector, key) {
        const definition = plan.observed.definitions.get(wantedText(connector, 'connector.class') ?? '');
        // While the class can't be read, only the name tells; a guess would warn on every key.
        return isSensitiveField(key, connector, definition?.kind === 'keys' ? definition : undefined);
      },
    });
    contexts.set(plan, context);
  }
  return context;
}

function kindOf(plan: PlanContext, name: string, className: string | undefined): 'source' | 'sink' | undefined {
  const live = plan.observed.connectors.get(name)?.type;
  if (live === 'source' || live === 'sink') return live;
  const full = plan.classes.fullName(className ?? '');
  const type = plan.classes.connectors.find((plugin) => plugin.class === full)?.type;
  return type === 'source' || type === 'sink' ? type : undefined;
}
