import { escapeMarkdown } from '../../render/index.ts';
import type { CiHost } from './ci-host.ts';
import type { Finding, Validation } from './findings.ts';

/** The comments that a run writes: each is found again by a hidden first line and written over. */
export type CommentKind = 'plan' | 'apply';

/** The hidden first line. `key` tells projects and environments of one repository apart. */
export function markerOf(kind: CommentKind, key: string): string {
  return `<!-- connectctl-ci:${kind}:${encodeURIComponent(key)} -->`;
}

/** The paragraphs that fit into a comment, from the first on; one that does not fit is replaced by a sentence. */
export function bodyOf(host: CiHost, marker: string, parts: readonly string[]): string {
  const left = `_The rest is longer than a comment may be: [the run](${host.runUrl}) has it._`;
  let body = marker;
  for (const part of parts) {
    if (body.length + part.length + left.length + 4 > host.commentLimit) return `${body}\n\n${left}`;
    body += `\n\n${part.trimEnd()}`;
  }
  return body;
}

/** Text that somebody else wrote, as code: no markup, no mention, no link. Cut at `limit` characters. */
export function fenced(text: string, language: string, limit: number): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}\n… ${text.length - limit} characters more` : text;
  const longest = Math.max(2, ...(cut.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${cut.trimEnd()}\n${fence}`;
}

/** What a check without any worker found. */
export function offlineText(validation: Validation, environment: string): string {
  const { valid, connectors, pipelines, findings } = validation;
  const said = valid ? 'Valid' : 'Not valid';
  const lines = [...findings].slice(0, MAX_FINDINGS).map(findingLine);
  const more = findings.length - lines.length;
  return [
    `### ${escapeMarkdown(environment)}: ${said}, ${connectors} connectors in ${pipelines} pipelines`,
    ...(lines.length > 0 ? ['', ...lines] : []),
    ...(more > 0 ? [`- … ${more} more`] : []),
  ].join('\n');
}

const MAX_FINDINGS = 50;

/** Findings are a line each, which a comment cuts off after fifty. */
function findingLine({ severity, code, message, file, line, column }: Finding): string {
  const place = file === undefined ? '' : ` ${codeSpan(`${file}:${line}:${column}`)}`;
  return `- ${escapeMarkdown(severity)} ${escapeMarkdown(code)}${place} ${escapeMarkdown(message)}`;
}

function codeSpan(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}
