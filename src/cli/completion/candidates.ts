import type { CliIo, GlobalArgs } from '../command.ts';
import { commands } from '../commands.ts';
import { globalFlags } from '../run.ts';
import { type Flag, flagsOf, positionalsOf } from './flags-of.ts';
import { environmentNames, type LiveNames, liveNames } from './live-names.ts';

/** One thing that may stand where the cursor is. */
export interface Candidate {
  readonly text: string;
  readonly describe: string;
}

/**
 * What may stand where the cursor is. `words` are those after the program's name; the last one is being typed, and may be
 * empty. Never throws for what the user typed: no candidates then.
 */
export async function candidates(words: readonly string[], io: CliIo): Promise<readonly Candidate[]> {
  const typed = words.at(-1) ?? '';
  const shared = flagsOf(globalFlags, new Set());
  const line = readLine(words.slice(0, -1), shared);
  const entry = commands.find(({ usage }) => usage.split(' ')[0] === line.command);
  const own = entry ? flagsOf((await entry.load()).builder, positionalsOf(entry.usage)) : [];
  const flags = [...own, ...shared.filter((flag) => !own.some((other) => other.names[0] === flag.names[0]))];
  const read = readLine(words.slice(0, -1), flags);
  const all = await candidatesAt(typed, read, flags, io);
  return all.filter(({ text }) => text.startsWith(typed) && !/[\u0000-\u001f\u007f]/.test(text));
}

async function candidatesAt(
  typed: string,
  line: Line,
  flags: readonly Flag[],
  io: CliIo,
): Promise<readonly Candidate[]> {
  if (line.open) return valuesOf(line.open, typed, line.args, io);
  const assigned = /^(--[\w-]+)=/.exec(typed);
  if (assigned) {
    const flag = flags.find(({ names }) => names.includes(assigned[1]!));
    const values = flag ? await valuesOf(flag, typed.slice(assigned[0].length), line.args, io) : [];
    return values.map(({ text, describe }) => ({ text: `${assigned[0]}${text}`, describe }));
  }
  if (typed.startsWith('-')) {
    return flags.flatMap(({ names, describe }) =>
      names.map((text) => ({ text, describe: describe.replace(/^__yargsString__:/, '') })),
    );
  }
  if (line.command === undefined) {
    return commands.map(({ usage, describe }) => ({ text: usage.split(' ')[0]!, describe }));
  }
  return positionalValues(line.command, line.positionals, typed, line.args, io);
}

interface Line {
  readonly command: string | undefined;
  /** After the command. */
  readonly positionals: readonly string[];
  /** The flag whose value comes next. */
  readonly open: Flag | undefined;
  readonly args: GlobalArgs;
}

/** Reads what stands before the cursor: leniently, for half a command line is no mistake. */
function readLine(words: readonly string[], flags: readonly Flag[]): Line {
  const plain: string[] = [];
  const values = new Map<string, string[]>();
  let open: Flag | undefined;
  const note = (flag: Flag, value: string): void => {
    const name = flag.names[0]!;
    values.set(name, [...(values.get(name) ?? []), value]);
  };
  for (const word of words) {
    if (open) {
      note(open, word);
      open = undefined;
      continue;
    }
    const [name, value] = splitAssignment(word);
    const flag = name.startsWith('-') ? flags.find(({ names }) => names.includes(name)) : undefined;
    if (!name.startsWith('-')) plain.push(word);
    else if (flag && value !== undefined) note(flag, value);
    else if (flag?.takesValue) open = flag;
  }
  const [command, ...positionals] = plain;
  return { command, positionals, open, args: globalArgs(values) };
}

function splitAssignment(word: string): readonly [string, string | undefined] {
  const at = word.startsWith('--') ? word.indexOf('=') : -1;
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

function globalArgs(values: ReadonlyMap<string, readonly string[]>): GlobalArgs {
  const last = (name: string): string | undefined => values.get(name)?.at(-1);
  const [project, connect, env] = [last('--project'), last('--connect'), values.get('--env')];
  return {
    ...(project !== undefined && { project }),
    ...(connect !== undefined && { connect }),
    ...(env && { env }),
    color: 'never',
    logLevel: 'error',
  };
}

async function valuesOf(flag: Flag, typed: string, args: GlobalArgs, io: CliIo): Promise<readonly Candidate[]> {
  if (flag.choices.length > 0) return flag.choices.map(plain);
  switch (flag.names[0]) {
    case '--env':
    case '--approve':
      return environmentNames(args, io).map(plain);
    case '--target':
    case '--exclude':
    case '--adopt':
    case '--replace':
      return liveNames(selectorKind(typed), args, io);
    default:
      return [];
  }
}

async function positionalValues(
  command: string,
  before: readonly string[],
  typed: string,
  args: GlobalArgs,
  io: CliIo,
): Promise<readonly Candidate[]> {
  const rest = async (kind: LiveNames): Promise<readonly Candidate[]> =>
    (await liveNames(kind, args, io)).filter(({ text }) => !before.includes(text));
  switch (command) {
    case 'describe':
    case 'status':
    case 'restart':
    case 'pause':
    case 'resume':
    case 'stop':
    case 'delete':
    case 'graph':
      return rest(selectorKind(typed));
    case 'get':
      return before.length === 0 ? KINDS.map(plain) : rest(kindOf(before[0]!, typed));
    case 'offsets':
      if (before.length === 0) return ['get', 'set', 'reset'].map(plain);
      return before.length === 1 ? rest('connectors') : [];
    case 'plugins':
      return rest('plugins');
    case 'logs':
      if (before.length === 0) return [plain('level')];
      if (before.length === 1) return rest('loggers');
      return before.length === 2 ? LEVELS.map(plain) : [];
    case 'completion':
      return before.length === 0 ? ['bash', 'zsh', 'fish'].map(plain) : [];
    default:
      return [];
  }
}

const KINDS: readonly LiveNames[] = ['connectors', 'plugins', 'topics', 'loggers'];
const LEVELS = ['OFF', 'FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE', 'ALL'];

function kindOf(word: string, typed: string): LiveNames {
  const kind = KINDS.find((known) => known === word || known === `${word}s`) ?? 'connectors';
  return kind === 'connectors' ? selectorKind(typed) : kind;
}

/** Where connectors are selected, a pipeline may be named as well. */
function selectorKind(typed: string): LiveNames {
  return typed.startsWith('pipeline=') ? 'pipelines' : 'connectors';
}

function plain(text: string): Candidate {
  return { text, describe: '' };
}
