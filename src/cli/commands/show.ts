import { ExitCode } from '../../core/index.ts';
import { colorsFor } from '../colors.ts';
import type { Command } from '../command.ts';
import { tableWidth } from '../output.ts';
import { type PlanFormat, planFormats, renderPlans } from '../plan-formats.ts';
import { readSavedPlan } from '../saved-plan-file.ts';
import { tuneForShortRun } from '../short-run.ts';
import { version } from '../version.ts';

interface OwnArgs {
  readonly plan: string;
  readonly format: PlanFormat;
}

/** Shows a saved plan, without asking any worker. */
export const command: Command<OwnArgs> = {
  builder: (yargs) =>
    yargs
      .positional('plan', { type: 'string', demandOption: true, describe: 'a file that plan --out wrote' })
      .option('format', {
        choices: planFormats,
        default: 'text',
        describe: 'form of the plan',
      })
      .example('$0 show plan.json', 'what was planned'),
  run: async (args, io) => {
    tuneForShortRun();
    const { saved, ...plan } = await readSavedPlan(args.plan, io);
    if (saved.connectctl !== version) {
      io.stderr.write(`warning: made by connectctl ${saved.connectctl}, this is ${version}: apply will refuse it\n`);
    }
    io.stdout.write(renderPlans([plan], false, args.format, colorsFor(args, io), tableWidth(io)));
    return ExitCode.done;
  },
};
