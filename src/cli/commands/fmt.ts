import { existsSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Diagnostic, ExitCode, Failure, hasErrors, messageOf } from '../../core/index.ts';
import { formatYaml, readProjectFile } from '../../definition/index.ts';
import { renderDiagnostics } from '../../render/index.ts';
import { colorsFor } from '../colors.ts';
import type { Command } from '../command.ts';
import { findProjectFolder, PROJECT_FILE } from '../project.ts';
import { readMatchingFiles, readSource } from '../project-files.ts';

interface FmtArgs {
  readonly check: boolean;
}

/** Writes connectctl.yaml and the YAML pipelines in one style; comments stay. */
export const command: Command<FmtArgs> = {
  builder: (yargs) =>
    yargs
      .option('check', {
        type: 'boolean',
        default: false,
        describe: 'write nothing; exit 1 where something would change',
      })
      .example('$0 fmt', 'format every file of the project')
      .example('$0 fmt --check', 'in CI'),
  run: async (args, io) => {
    const folder = findProjectFolder(args, io);
    const projectSource = readSource(folder, PROJECT_FILE);
    const { projectFile } = readProjectFile(projectSource);
    const files = [
      projectSource,
      ...readMatchingFiles(folder, projectFile?.pipelines ?? []).filter(({ path }) => /\.ya?ml$/i.test(path)),
    ];
    const diagnostics: Diagnostic[] = [];
    let changed = 0;
    for (const file of files) {
      const formatted = formatYaml(file, schemaFor(folder, file.path));
      diagnostics.push(...formatted.diagnostics);
      if (formatted.text === file.text) continue;
      changed++;
      io.stdout.write(`${file.path}\n`);
      if (!args.check) write(folder, file.path, formatted.text);
    }
    const texts = new Map(files.map(({ path, text }) => [path, text]));
    const colors = colorsFor(args, io, 'stderr');
    io.stderr.write(renderDiagnostics(diagnostics, texts, colors, projectFile?.sensitive));
    if (changed === 0 && diagnostics.length === 0) io.stderr.write(`${files.length} files, all in shape.\n`);
    return hasErrors(diagnostics) || (args.check && changed > 0) ? ExitCode.error : ExitCode.done;
  },
};

/** The schema that editors find from a file; undefined where the project has none. */
function schemaFor(folder: string, path: string): string | undefined {
  const candidates =
    path === PROJECT_FILE
      ? ['schemas/project.schema.json']
      : ['schemas/connect/pipeline.schema.json', 'schemas/pipeline.schema.json'];
  const found = candidates.find((candidate) => existsSync(join(folder, candidate)));
  if (found === undefined) return undefined;
  const relative = posix.relative(posix.dirname(path), found);
  return relative.startsWith('.') ? relative : `./${relative}`;
}

function write(folder: string, path: string, text: string): void {
  try {
    writeFileSync(join(folder, path), text);
  } catch (error) {
    throw new Failure('CC9002', `${path} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}
