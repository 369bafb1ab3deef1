import type { Argv } from 'yargs';
import { type Column, renderTable } from '../render/index.ts';
import { type Colors, colorsFor } from './colors.ts';
import type { CliIo, GlobalArgs } from './command.ts';

export const outputFormats = ['table', 'json', 'yaml', 'name'] as const;
export type OutputFormat = (typeof outputFormats)[number];

export interface OutputArgs {
  readonly output: OutputFormat;
}

/** `-o table|json|yaml|name`. */
export function outputFlag(yargs: Argv, formats: readonly OutputFormat[] = outputFormats): Argv {
  return yargs.option('output', {
    alias: 'o',
    choices: formats,
    default: formats[0],
    describe: formats.includes('name') ? 'form of the output; name: one name a line' : 'form of the output',
  });
}

export interface ItemView<Item> {
  nameOf(item: Item): string;
  columns(colors: Colors): readonly Column<Item>[];
  /** What JSON and YAML show; the item itself unless told. */
  dataOf?(item: Item): unknown;
  /** Printed as the table when there is nothing in it. */
  readonly empty: string;
}

/** Prints a list in the form that was asked for. JSON and YAML are one array, and stdout holds nothing else. */
export async function printItems<Item>(
  items: readonly Item[],
  view: ItemView<Item>,
  args: OutputArgs & GlobalArgs,
  io: CliIo,
): Promise<void> {
  if (args.output === 'name') {
    for (const item of items) io.stdout.write(`${view.nameOf(item)}\n`);
  } else if (args.output !== 'table') {
    await printData(
      items.map((item) => view.dataOf?.(item) ?? item),
      args.output,
      io,
    );
  } else if (items.length === 0) {
    io.stderr.write(`${view.empty}\n`);
  } else {
    const colors = colorsFor(args, io);
    io.stdout.write(renderTable(items, view.columns(colors), { width: tableWidth(io), paintHeader: colors.bold }));
  }
}

/** Prints a value as JSON or YAML. */
export async function printData(data: unknown, format: 'json' | 'yaml', io: CliIo): Promise<void> {
  if (format === 'json') {
    io.stdout.write(`${JSON.stringify(data, null, 2)}\n`);
    return;
  }
  // Our own module and not the package: of a CommonJS one that is loaded this way the bundle has a default export alone.
  const { yamlText } = await import('./yaml-text.ts');
  io.stdout.write(yamlText(data));
}

/** A pipe or file takes lines as long as they are; a terminal has a width, and one that does not know it says 0. */
export function tableWidth(io: CliIo): number | undefined {
  return io.stdout.isTTY ? io.stdout.columns || 80 : undefined;
}
