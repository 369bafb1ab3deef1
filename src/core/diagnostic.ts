/** What a user got wrong, or should look at, as a value: collected, sorted and rendered at the edge. */
export type Severity = 'error' | 'warning' | 'hazard' | 'info';

/** A place in a source text. Lines and columns count from 1; the end is exclusive. */
export interface SourceSpan {
  /** Path as the user would type it: relative to the project where it lies in it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

export interface Diagnostic {
  /** A code of the table in `codes.ts`, such as `CC1007`, or a hazard's id, such as `H003`. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence: what is wrong, without the place. Holds no secret. */
  readonly message: string;
  /** What to do, short: printed under the caret (`did you mean "class"?`). */
  readonly help?: string;
  readonly source?: SourceSpan;
  /** The text at `source` is a secret: whoever shows the line masks it. */
  readonly sensitive?: true;
  /** Other places that belong to it, such as the first of two definitions. */
  readonly related?: readonly { readonly message: string; readonly source: SourceSpan }[];
}

/** Sorts by file, line, column, then code, so that the same input gives the same bytes. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      compare(a.source?.file ?? '', b.source?.file ?? '') ||
      (a.source?.line ?? 0) - (b.source?.line ?? 0) ||
      (a.source?.column ?? 0) - (b.source?.column ?? 0) ||
      compare(a.code, b.code) ||
      compare(a.message, b.message),
  );
}

/** True when at least one diagnostic is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === 'error');
}

/** Orders strings by UTF-16 code unit: the same on every machine, whatever its locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
