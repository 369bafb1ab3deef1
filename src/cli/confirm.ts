import { createInterface } from 'node:readline/promises';
import { ExitCode, Failure } from '../core/index.ts';
import type { CliIo } from './command.ts';

export interface Approval {
  /** What is about to happen, as a question: `Delete 2 connectors?` */
  readonly question: string;
  /** --auto-approve: don't ask. */
  readonly autoApprove: boolean;
  /** The name of a protected environment: it has to be typed, or given with --approve. */
  readonly protectedName?: string | undefined;
  /** The names given with --approve. */
  readonly approved?: readonly string[];
}

/**
 * Asks before something that cannot be undone; returns when the answer is yes. Throws a Failure with exit code 3 when
 * it is no, when nobody can be asked, and when a protected environment was not named, and with 130 for a Ctrl-C.
 */
export async function confirm(io: CliIo, approval: Approval): Promise<void> {
  const { protectedName } = approval;
  if (protectedName === undefined ? approval.autoApprove : approval.approved?.includes(protectedName)) return;
  const flag = protectedName === undefined ? '--auto-approve' : `--approve ${protectedName}`;
  if (!io.stdin.isTTY) {
    const why = protectedName === undefined ? '' : `environment ${protectedName} is protected and `;
    throw refused(`Nothing was done: ${why}nobody can be asked here`, `Add ${flag}.`);
  }
  const word = protectedName ?? 'yes';
  const answer = await ask(io, `${approval.question} Only "${word}" goes ahead: `);
  if (io.signal.aborted) io.stderr.write('\n');
  if (io.signal.aborted) throw new Failure('CC9010', 'Nothing was done: stopped', { exitCode: ExitCode.interrupted });
  if (answer.trim() !== word) throw refused('Nothing was done: it was not approved');
}

async function ask(io: CliIo, question: string): Promise<string> {
  // On stderr, so that a redirected stdout holds results alone.
  io.stderr.write(question);
  const lines = createInterface({ input: io.stdin, terminal: false, signal: io.signal });
  try {
    for await (const line of lines) return line;
    return '';
  } catch (error) {
    if (io.signal.aborted) return '';
    throw error;
  } finally {
    lines.close();
  }
}

function refused(message: string, help?: string): Failure {
  return new Failure('CC9011', message, { exitCode: ExitCode.refused, ...(help && { help }) });
}
