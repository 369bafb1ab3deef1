/** Exit codes of the command line; `changes` only with --detailed-exitcode. */
export const ExitCode = { done: 0, error: 1, changes: 2, refused: 3, interrupted: 130 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export interface FailureOptions {
  readonly cause?: unknown;
  /** What to do next, one sentence. */
  readonly help?: string;
  /** Decided where the error is born: may the same call succeed later? */
  readonly retryable?: boolean;
  readonly exitCode?: ExitCode;
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Something that broke (network, disk, a worker's refusal) and that a person reads as one message,
 * never as a stack trace. What a user wrote wrongly is a Diagnostic instead.
 */
export class Failure extends Error {
  override readonly name: string = 'Failure';
  readonly code: string;
  readonly help: string | undefined;
  readonly retryable: boolean;
  readonly exitCode: ExitCode;
  readonly facts: Readonly<Record<string, string | number | boolean>>;

  /** @param code a code of the table in `codes.ts`, such as `CC7001` */
  constructor(code: string, message: string, options: FailureOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.help = options.help;
    this.retryable = options.retryable ?? false;
    this.exitCode = options.exitCode ?? ExitCode.error;
    this.facts = options.facts ?? {};
  }
}

/** The message of anything thrown, for one line of text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
