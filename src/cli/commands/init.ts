import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ExitCode, Failure, messageOf } from '../../core/index.ts';
import { pipelineSchema, projectSchema } from '../../definition/index.ts';
import type { Command } from '../command.ts';
import { PROJECT_FILE } from '../project.ts';

interface InitArgs {
  readonly dir?: string;
}

/** Writes a small project: two FileStream connectors, which every Kafka Connect comes with. Overwrites nothing. */
export const command: Command<InitArgs> = {
  builder: (yargs) =>
    yargs
      .positional('dir', { type: 'string', describe: 'folder of the project; made where it is missing' })
      .example('$0 init', 'start a project here')
      .example('$0 init shop-data', 'start one in a new folder'),
  run: async (args, io) => {
    const folder = resolve(io.cwd, args.dir ?? args.project ?? '.');
    if (existsSync(join(folder, PROJECT_FILE))) {
      throw new Failure('CC9002', `there is a ${PROJECT_FILE} already in ${folder}`, {
        help: '`connectctl validate` checks it.',
      });
    }
    for (const [path, text] of newProject(projectName(folder))) {
      const written = writeNew(folder, path, text);
      io.stdout.write(`${written ? 'wrote' : 'kept '} ${path}\n`);
    }
    const where = folder === resolve(io.cwd) ? '' : `cd ${args.dir ?? args.project}\n  `;
    io.stdout.write(`\nNext:\n  ${where}connectctl validate\n  connectctl dev     # broker, worker and apply in one\n`);
    return ExitCode.done;
  },
};

function projectName(folder: string): string {
  return (
    basename(folder)
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'pipelines'
  );
}

function newProject(name: string): [path: string, text: string][] {
  return [
    [PROJECT_FILE, projectText(name)],
    ['pipelines/hello.yaml', PIPELINE],
    ['data/hello.txt', 'hello\nworld\n'],
    ['schemas/pipeline.schema.json', `${JSON.stringify(pipelineSchema, undefined, 2)}\n`],
    ['schemas/project.schema.json', `${JSON.stringify(projectSchema, undefined, 2)}\n`],
    ['.gitignore', '.connectctl/\n.connectctl-ci/\n*.out.txt\n'],
  ];
}

function projectText(name: string): string {
  return `# yaml-language-server: $schema=./schemas/project.schema.json
project: ${/^[\d.]+$/.test(name) ? JSON.stringify(name) : name}
defaultEnvironment: local
environments:
  # What \`connectctl dev\` starts here; any Kafka Connect worker will do.
  local:
    connect: { url: http://127.0.0.1:8083 }
    kafka: { bootstrapServers: 127.0.0.1:9092 }
    variables: { stage: local }
`;
}

const PIPELINE = `# yaml-language-server: $schema=../schemas/pipeline.schema.json
pipeline: hello
description: Lines of a file into a topic, and from there into another file
variables: { topic: hello }
connectors:
  - name: hello-source
    class: FileStreamSource
    config:
      file: data/hello.txt
      topic: \${var.topic}
    keyConverter: StringConverter
    valueConverter: StringConverter
  - name: hello-sink
    class: FileStreamSink
    config:
      file: data/hello.out.txt
      topics: \${var.topic}
    keyConverter: StringConverter
    valueConverter: StringConverter
    dependsOn: [hello-source]
`;

function writeNew(folder: string, path: string, text: string): boolean {
  const target = join(folder, path);
  try {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new Failure('CC9002', `${path} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}
