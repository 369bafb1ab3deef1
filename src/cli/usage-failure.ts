import { Failure, messageOf, suggest } from '../core/index.ts';
import { commands } from './commands.ts';
import { positionalsOf } from './completion/flags-of.ts';

/**
 * What is wrong with a command line, in our words and with what was probably meant; yargs tells it in its own. `keys` are
 * the names that yargs knows, without dashes: flags, and the command's positionals. CC9001, with the help that tells more.
 */
export function usageFailure(found: unknown, argv: readonly string[], keys: readonly string[]): Failure {
  const usage = argv.map(usageOf).find((text) => text !== undefined);
  const positionals = positionalsOf(usage ?? '');
  const flags = keys.filter((key) => !positionals.has(key));
  const { message, meant } = explain(messageOf(found).trim(), argv, flags, usage);
  const command = usage === undefined ? '' : `${usage.split(' ')[0]} `;
  const see = `See \`connectctl ${command}--help\`.`;
  return new Failure('CC9001', message, { help: meant === undefined ? see : `Did you mean ${meant}? ${see}` });
}

interface Mistake {
  readonly message: string;
  readonly meant?: string | undefined;
}

function explain(text: string, argv: readonly string[], flags: readonly string[], usage: string | undefined): Mistake {
  const unknown = /^Unknown (?:arguments?|commands?): (.+)$/.exec(text)?.[1]?.split(', ');
  if (unknown) return unknownWords(unknown, argv, flags, usage);
  const choice = /^Invalid values:\s+Argument: ([\w-]+), Given: "?(.*?)"?, Choices: (.+)$/m.exec(text);
  if (choice) return wrongChoice(choice[1]!, choice[2]!, choice[3]!, flags);
  const alone = /^Not enough arguments following: (.+)$/.exec(text)?.[1];
  if (alone !== undefined) return { message: `${dashed(alone)} takes a value` };
  const isTooShort = usage !== undefined && text.startsWith('Not enough non-option arguments');
  return { message: isTooShort ? `A word is missing: connectctl ${usage}` : text };
}

function unknownWords(
  words: readonly string[],
  argv: readonly string[],
  flags: readonly string[],
  usage: string | undefined,
): Mistake {
  const [word] = words as [string, ...string[]];
  const isFlag = argv.some((given) => /^-/.test(given) && given.replace(/^-+/, '').split('=')[0] === word);
  if (isFlag || word.length === 1) {
    const near = suggest(
      word,
      flags.filter((flag) => flag.length > 1),
    );
    return { message: `There is no flag ${dashed(word)}`, meant: near && dashed(near) };
  }
  if (usage === undefined) {
    const meant = ELSEWHERE[word] ?? suggest(word, commands.map(nameOf));
    return { message: `There is no command "${word}"`, meant: meant && `\`${meant}\`` };
  }
  return { message: `"${words.join(' ')}" is too much: connectctl ${usage}` };
}

/** What other tools of Kafka Connect, and kubectl, call it. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  config: 'plan -e NAME',
  create: 'apply',
  diff: 'plan',
  info: 'status',
  list: 'get connectors',
  ls: 'get connectors',
  patch: 'logs level',
  ps: 'get connectors',
  remove: 'delete',
  rm: 'delete',
  start: 'resume',
  unpause: 'resume',
};

/** `choices` is yargs' list, each in quotes. A flag that has them is named with its dashes, a word with its place. */
function wrongChoice(name: string, given: string, choices: string, flags: readonly string[]): Mistake {
  const known = [...choices.matchAll(/"(.*?)"/g)].map((match) => match[1]!);
  const meant = suggest(given, known);
  const place = flags.includes(name) ? `${dashed(name)} ` : '';
  return { message: `${place}"${given}" is none of ${known.join(', ')}`, meant: meant && `"${meant}"` };
}

function dashed(flag: string): string {
  return flag.length === 1 ? `-${flag}` : `--${flag}`;
}

function nameOf({ usage }: { readonly usage: string }): string {
  return usage.split(' ')[0]!;
}

function usageOf(word: string): string | undefined {
  return commands.find((entry) => nameOf(entry) === word)?.usage;
}
