import type { Argv } from 'yargs';
import type { CliIo } from './command.ts';
import { confirm } from './confirm.ts';
import type { Connection } from './connections.ts';

export interface ApprovalArgs {
  readonly autoApprove: boolean;
  readonly approve?: readonly string[];
}

/** `--auto-approve` and, for protected environments, `--approve NAME`. */
export function approvalFlags(yargs: Argv): Argv {
  return yargs
    .option('auto-approve', { type: 'boolean', default: false, describe: "don't ask; not enough where protected" })
    .option('approve', { type: 'string', array: true, nargs: 1, describe: 'name of a protected environment; repeats' });
}

/** Asks once for all, and for each protected environment by its name. */
export async function confirmOn(
  connections: readonly Connection[],
  question: string,
  args: ApprovalArgs,
  io: CliIo,
): Promise<void> {
  const guarded = connections.filter(({ environment }) => environment?.protected);
  for (const { label } of guarded) {
    await confirm(io, { question, autoApprove: false, protectedName: label, approved: args.approve ?? [] });
  }
  if (guarded.length < connections.length) await confirm(io, { question, autoApprove: args.autoApprove });
}
