import { compare, type Diagnostic, type Severity, type SourceSpan, sortDiagnostics } from '../core/index.ts';
import { type Node, spanOf } from './node.ts';

export interface Finding {
  readonly severity?: Severity;
  readonly help?: string;
  readonly related?: Diagnostic['related'];
}

/** Collects diagnostics; the same one at the same place counts once, whatever connectors run into it. */
export class Report {
  readonly #found = new Map<string, { diagnostic: Diagnostic; entries: Set<string> }>();
  #errors = 0;

  /** The `forEach` entry at work, which the message names; undefined outside of one. */
  entry: string | undefined;

  /** Warnings that are silenced where the work is at, with what to call when one was. */
  silenced: ReadonlyMap<string, () => void> | undefined;

  get errorCount(): number {
    return this.#errors;
  }

  add(code: string, at: Node | SourceSpan, message: string, finding: Finding = {}): void {
    const source = 'kind' in at ? spanOf(at) : at;
    const severity = finding.severity ?? 'error';
    if (severity === 'error') this.#errors++;
    else if (this.isSilenced(code)) return;
    const key = `${code}\0${source.file}\0${source.line}\0${source.column}\0${message}`;
    let known = this.#found.get(key);
    if (!known) {
      const { help, related } = finding;
      known = {
        diagnostic: { code, severity, message, source, ...(help ? { help } : {}), ...(related ? { related } : {}) },
        entries: new Set(),
      };
      this.#found.set(key, known);
    }
    if (this.entry !== undefined) known.entries.add(this.entry);
  }

  /** Counts an error again that is reported already: what runs into it is no better for that. */
  repeat(): void {
    this.#errors++;
  }

  warn(code: string, at: Node | SourceSpan, message: string, finding: Finding = {}): void {
    this.add(code, at, message, { ...finding, severity: 'warning' });
  }

  /** True where the connector at work allows what the code stands for. */
  isSilenced(code: string): boolean {
    const used = this.silenced?.get(code);
    used?.();
    return used !== undefined;
  }

  /** Sorted by place. */
  diagnostics(): Diagnostic[] {
    return sortDiagnostics([...this.#found.values()].map(({ diagnostic, entries }) => named(diagnostic, entries)));
  }
}

/** An error at the same place, whose report says more than a follow-up would. */
export function withoutFollowUps(first: readonly Diagnostic[], others: readonly Diagnostic[]): Diagnostic[] {
  const places = new Set(first.filter((d) => d.severity === 'error').map(placeOf));
  return sortDiagnostics([...first, ...others.filter((d) => !places.has(placeOf(d)))]);
}

function placeOf(diagnostic: Diagnostic): string {
  const { source } = diagnostic;
  return source ? `${source.file}\0${source.line}\0${source.column}` : diagnostic.message;
}

function named(diagnostic: Diagnostic, entries: ReadonlySet<string>): Diagnostic {
  if (entries.size === 0) return diagnostic;
  const [first, second, ...more] = [...entries].sort(compare);
  const list =
    second === undefined
      ? `entry "${first}"`
      : more.length === 0
        ? `entries "${first}" and "${second}"`
        : `entries "${first}", "${second}" and ${more.length} more`;
  return { ...diagnostic, message: `${diagnostic.message} (${list})` };
}
