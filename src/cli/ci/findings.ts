/** One diagnostic of `validate --format json`, as far as a CI shows it. */
export interface Finding {
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly help?: string | undefined;
  /** From the project's folder; undefined for a finding without a place. */
  readonly file?: string | undefined;
  readonly line: number;
  readonly column: number;
}

/** What `validate --format json` printed. */
export interface Validation {
  readonly valid: boolean;
  readonly connectors: number;
  readonly pipelines: number;
  readonly findings: readonly Finding[];
}

/**
 * Reads what `validate --format json` printed. It may come from a fork, whose workflow can write anything there: only
 * text and numbers are taken, in measure. Undefined for anything else.
 */
export function readValidation(text: string): Validation | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || typeof value['valid'] !== 'boolean' || !Array.isArray(value['diagnostics'])) return undefined;
  return {
    valid: value['valid'],
    connectors: count(value['connectors']),
    pipelines: count(value['pipelines']),
    findings: value['diagnostics'].filter(isRecord).map(findingOf),
  };
}

/** A project of ten thousand connectors with a finding each stays below this. */
const MAX_CHARACTERS = 8 * 1024 * 1024;

function findingOf(value: Readonly<Record<string, unknown>>): Finding {
  const { severity, code, message, help, file, line, column } = value;
  return {
    severity: lineOf(severity, 20) || 'error',
    code: lineOf(code, 20),
    message: lineOf(message, 2000),
    help: lineOf(help, 2000) || undefined,
    file: lineOf(file, 500) || undefined,
    line: count(line) || 1,
    column: count(column) || 1,
  };
}

function lineOf(value: unknown, limit: number): string {
  return typeof value === 'string' ? value.slice(0, limit).replace(/\s+/g, ' ') : '';
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
