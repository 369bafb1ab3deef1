import { printable } from '../../render/index.ts';
import type { Colors } from '../colors.ts';
import type { CliIo } from '../command.ts';
import type { ActResult } from './act-on-each.ts';

/** `✓ orders-sink  paused`, or the reason under a cross; the words say it all without symbols and colours. */
export function printReportLine(result: ActResult, colors: Colors, io: Pick<CliIo, 'stdout'>): void {
  const isDone = result.result === 'done';
  const symbol = isDone ? colors.green('✓') : colors.red('✗');
  const where = result.environment === undefined ? '' : `${result.environment}/`;
  const word = isDone ? result.message : `${colors.red('failed')}: ${printable(result.message)}`;
  const lines = [
    `${symbol} ${where}${printable(result.name)}  ${word}`,
    ...(result.cause ?? []).map((line) => `    ${printable(line)}`),
    ...(result.help === undefined ? [] : [`    ${result.help}`]),
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
}

/** `2 paused, 1 failed.` */
export function printSummary(results: readonly ActResult[], done: string, io: Pick<CliIo, 'stdout'>): void {
  const failed = results.filter(({ result }) => result === 'failed').length;
  const parts = [`${results.length - failed} ${done}`, ...(failed > 0 ? [`${failed} failed`] : [])];
  io.stdout.write(`${parts.join(', ')}.\n`);
}
