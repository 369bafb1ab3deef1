import { ExitCode } from '../core/index.ts';

const ORDER: readonly ExitCode[] = [
  ExitCode.interrupted,
  ExitCode.error,
  ExitCode.refused,
  ExitCode.changes,
  ExitCode.done,
];

/** The exit code of several environments: the first of 130, 1, 3, 2, 0 that occurred. */
export function firstExitCode(codes: readonly ExitCode[]): ExitCode {
  return ORDER.find((code) => codes.includes(code)) ?? ExitCode.done;
}
