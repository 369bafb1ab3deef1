import pc from 'picocolors';
import type { CliIo, GlobalArgs } from './command.ts';

export type Colors = ReturnType<typeof pc.createColors>;

/**
 * Colours for one stream: `--color` decides; `auto` means a terminal that is not dumb, unless NO_COLOR
 * (https://no-color.org: any value but the empty one) or FORCE_COLOR (any value but 0) say otherwise.
 */
export function colorsFor(args: Pick<GlobalArgs, 'color'>, io: CliIo, stream: 'stdout' | 'stderr' = 'stdout'): Colors {
  return pc.createColors(isColored(args.color, io, stream));
}

function isColored(choice: GlobalArgs['color'], io: CliIo, stream: 'stdout' | 'stderr'): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (io.env['NO_COLOR']) return false;
  const force = io.env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0';
  return io[stream].isTTY === true && io.env['TERM'] !== 'dumb';
}
