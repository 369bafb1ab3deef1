import { isNull, type Node, type ScalarNode } from './node.ts';
import { findProviderReference } from './references.ts';
import type { Report } from './report.ts';

/**
 * The text of a field that is ours and not the plugin's (a name, a URL): undefined where it is none,
 * which is reported. A provider's reference is an error here, for nobody would resolve it.
 */
export function readText(node: Node, what: string, report: Report): string | undefined {
  if (node.kind !== 'scalar' || node.keep || isNull(node)) {
    return reportKind(node, what, 'a text', report);
  }
  const provider = findProviderReference(node.text);
  if (provider !== undefined && !node.placeholder) {
    report.add('CC2004', node, `${provider} is resolved by the worker, and ${what} never gets there`, {
      help: "such references work in a connector's config; here use ${var.…}",
    });
    return undefined;
  }
  return node.text;
}

/** A list of such texts; a single one counts as a list of one. */
export function readTexts(node: Node, what: string, report: Report): string[] {
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => readText(item, what, report) ?? []);
}

/** A whole number of at least 1; a placeholder stands for one. */
export function readCount(node: Node, what: string, report: Report): number | undefined {
  if (node.kind === 'scalar' && !node.keep) {
    if (node.placeholder) return 1;
    if (/^\+?[0-9]+$/.test(node.text) && Number(node.text) >= 1) return Number(node.text);
  }
  return reportKind(node, what, 'an integer of at least 1', report);
}

export function readBoolean(node: Node, what: string, report: Report): boolean | undefined {
  if (node.kind === 'scalar' && !node.keep) {
    if (node.placeholder) return false;
    if (/^(true|True|TRUE)$/.test(node.text)) return true;
    if (/^(false|False|FALSE)$/.test(node.text)) return false;
  }
  return reportKind(node, what, 'true or false', report);
}

export function readChoice<T extends string>(
  node: Node,
  what: string,
  choices: readonly T[],
  report: Report,
): T | undefined {
  if (node.kind === 'scalar' && !node.keep) {
    if (node.placeholder) return choices[0];
    const found = choices.find((choice) => choice === node.text);
    if (found !== undefined) return found;
  }
  return reportKind(node, what, choices.join(', ').replace(/, ([^,]*)$/, ' or $1'), report);
}

/** What came through a reference is not printed: it may be a secret. */
export function reportKind(node: Node, what: string, is: string, report: Report): undefined {
  if (node.kind === 'scalar' && node.keep) {
    report.add('CC2012', node, `\${keep} cannot be ${what}`, { help: 'it works for config keys and tasksMax' });
  } else {
    report.add('CC1009', node, `${what} has to be ${is}, not ${described(node)}`);
  }
  return undefined;
}

function described(node: Node): string {
  if (node.kind !== 'scalar') return `a ${node.kind}`;
  if (isThroughReference(node)) return 'what the reference gives';
  return node.text.length > 60 ? `${node.text.slice(0, 60)}…` : node.text || 'an empty text';
}

function isThroughReference(node: ScalarNode): boolean {
  return node.literal === true;
}
