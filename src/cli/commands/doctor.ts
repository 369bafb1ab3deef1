import { printable } from '../../render/index.ts';
import { type Colors, colorsFor } from '../colors.ts';
import type { Command } from '../command.ts';
import { withConnections } from '../connections.ts';
import { examine, type Finding } from '../doctor/index.ts';
import { type OutputArgs, outputFlag, printData } from '../output.ts';

export const command: Command<OutputArgs> = {
  builder: (yargs) =>
    outputFlag(yargs, ['table', 'json', 'yaml'])
      .usage(
        '$0 doctor\n\nLooks at all that connectctl depends on: what is wrong, and what to do about it. Changes nothing.',
      )
      .example('$0 doctor -e prod', 'worker, version, plugins, permissions, clocks, Kafka')
      .example('$0 doctor --connect http://127.0.0.1:8083', 'without any project'),
  run: (args, io) =>
    withConnections(
      args,
      io,
      async (connections) => {
        const colors = colorsFor(args, io);
        const all: (Finding & { readonly environment: string })[] = [];
        for (const connection of connections) {
          const findings = await examine(connection);
          all.push(...findings.map((finding) => ({ environment: connection.label, ...finding })));
          if (args.output !== 'table') continue;
          if (connections.length > 1) io.stdout.write(`${colors.bold(connection.label)}\n`);
          for (const finding of findings) io.stdout.write(lineOf(finding, colors));
        }
        const failed = all.filter(({ result }) => result === 'failed').length;
        if (args.output !== 'table') await printData(all, args.output === 'yaml' ? 'yaml' : 'json', io);
        else io.stdout.write(failed === 0 ? 'Nothing is in the way.\n' : `${failed} to be put right.\n`);
        return failed === 0 ? 0 : 1;
      },
      // It tells what is in the way now, a rebalance included.
      { timeoutMs: 10_000, rebalanceMs: 0 },
    ),
};

function lineOf({ check, result, message, help }: Finding, colors: Colors): string {
  const words = {
    ok: colors.green('✓ ok      '),
    warning: colors.yellow('! warning '),
    failed: colors.red('✗ failed  '),
    skipped: colors.dim('- skipped '),
  };
  const indent = ' '.repeat(25);
  const advice = help === undefined ? '' : `${indent}${printable(help)}\n`;
  return `${words[result]}  ${check.padEnd(13)}${printable(message)}\n${advice}`;
}
