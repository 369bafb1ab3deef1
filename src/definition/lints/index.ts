import { compare, type Diagnostic } from '../../core/index.ts';
import type { Allowance, ResolvedConnector } from '../resolved.ts';
import { type LintKnowledge, lintContext } from './lint-context.ts';
import type { LintFinding, LintRule } from './lint-rule.ts';
import { settingLints } from './setting-lints.ts';
import { sharedLints } from './shared-lints.ts';

export { type LintKnowledge, lintContext } from './lint-context.ts';
export type { LintContext, LintFinding, LintRule } from './lint-rule.ts';

/** Every lint, by id. */
export const lintRules: readonly LintRule[] = [...settingLints, ...sharedLints].sort((a, b) => compare(a.id, b.id));

export interface LintResult {
  /** Hazards and warnings, with the lint's id as their code. */
  readonly diagnostics: readonly Diagnostic[];
  /** The allowances that silenced something. */
  readonly used: ReadonlySet<Allowance>;
}

/**
 * What is legal in one environment's definitions and may lose or repeat data. What two connectors share is said once,
 * at the one whose name comes later, and is silenced by an `allow` of either.
 */
export function lint(connectors: readonly ResolvedConnector[], knowledge?: LintKnowledge): LintResult {
  const context = lintContext(connectors, knowledge);
  const used = new Set<Allowance>();
  const diagnostics: Diagnostic[] = [];
  for (const connector of connectors) {
    for (const rule of lintRules) {
      const finding = rule.find(connector, context);
      if (!finding) continue;
      const allowances = [connector, finding.other].flatMap((c) => c?.allow.get(rule.id) ?? []);
      for (const allowance of allowances) used.add(allowance);
      const isSecond = finding.other === undefined || compare(finding.other.name, connector.name) < 0;
      if (allowances.length === 0 && isSecond) diagnostics.push(toDiagnostic(rule, connector, finding));
    }
  }
  return { diagnostics, used };
}

function toDiagnostic(rule: LintRule, connector: ResolvedConnector, finding: LintFinding): Diagnostic {
  const { other, key } = finding;
  return {
    code: rule.id,
    severity: rule.severity,
    message: `connector "${connector.name}": ${finding.message}`,
    ...(finding.help === undefined ? {} : { help: finding.help }),
    ...(finding.isSecret ? { sensitive: true } : {}),
    source: connector.sourceOf(key) ?? connector.source,
    ...(other && { related: [{ message: `"${other.name}"`, source: other.sourceOf(key) ?? other.source }] }),
  };
}
