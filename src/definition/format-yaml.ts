import type { Document } from 'yaml';
import type { Diagnostic } from '../core/index.ts';
import type { Node } from './node.ts';
import { parseYaml } from './parse-yaml.ts';
import { Report } from './report.ts';
import { type SourceFile, SourceText } from './source-text.ts';
import { yamlPackage } from './yaml-package.ts';

const MODELINE = /^#\s*yaml-language-server:.*$/m;

/**
 * A YAML file in one style: two spaces deep, `{ a: 1 }`, `[a, b]`, one line feed at the end, its comments and
 * quotes kept, and a modeline that tells editors the schema. What it says does not change: where the
 * text cannot be written so, it comes back as it is.
 *
 * @param schema path of the JSON Schema as seen from the file; undefined writes no modeline
 */
export function formatYaml(
  file: SourceFile,
  schema: string | undefined,
): { readonly text: string; readonly diagnostics: readonly Diagnostic[] } {
  const report = new Report();
  const before = parseYaml(new SourceText(file), report);
  const diagnostics = report.diagnostics();
  if (report.errorCount > 0) return { text: file.text, diagnostics };
  const text = withModeline(tightenLists(write(parse(file.text))), schema);
  const after = parseYaml(new SourceText({ path: file.path, text }), new Report());
  return { text: sameDocuments(before, after) ? text : file.text, diagnostics };
}

function parse(text: string): Document[] {
  return yamlPackage().parseAllDocuments(text, {
    schema: 'failsafe',
    uniqueKeys: false,
    logLevel: 'silent',
  }) as Document[];
}

function write(documents: readonly Document[]): string {
  return documents
    .map((document, index) => {
      const text = document.toString({ lineWidth: 0, indent: 2, flowCollectionPadding: true });
      return index === 0 || text.startsWith('---') || /^%/.test(text) ? text : `---\n${text}`;
    })
    .join('');
}

/** The writer pads lists as it does maps; `[a, b]` is how everybody writes them. */
function tightenLists(text: string): string {
  const { isSeq, visit } = yamlPackage();
  const cuts: number[] = [];
  for (const document of parse(text)) {
    visit(document, {
      Seq(_, node) {
        const [start, end] = node.range ?? [0, 0];
        if (!isSeq(node) || text[start] !== '[') return;
        if (text[start + 1] === ' ') cuts.push(start + 1);
        if (text[end - 1] === ']' && text[end - 2] === ' ') cuts.push(end - 2);
      },
    });
  }
  let tight = text;
  for (const at of [...new Set(cuts)].sort((a, b) => b - a)) tight = tight.slice(0, at) + tight.slice(at + 1);
  return tight;
}

function withModeline(text: string, schema: string | undefined): string {
  if (schema === undefined || MODELINE.test(text)) return text;
  return `# yaml-language-server: $schema=${schema}\n${text}`;
}

function sameDocuments(a: readonly Node[], b: readonly Node[]): boolean {
  return a.length === b.length && a.every((node, index) => isSame(node, b[index]!));
}

function isSame(a: Node, b: Node): boolean {
  if (a.kind === 'scalar') return b.kind === 'scalar' && a.text === b.text && a.plain === b.plain;
  if (a.kind === 'list') return b.kind === 'list' && sameDocuments(a.items, b.items);
  if (b.kind !== 'map' || a.entries.length !== b.entries.length) return false;
  return a.entries.every(({ key, value }, index) => {
    const other = b.entries[index]!;
    return isSame(key, other.key) && isSame(value, other.value);
  });
}
