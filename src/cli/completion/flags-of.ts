import yargs, { type Argv } from 'yargs';

/** A flag as completion needs it. */
export interface Flag {
  /** `--output`, `-o`. */
  readonly names: readonly string[];
  readonly describe: string;
  /** False for switches. */
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/** What yargs knows about flags and does not type: `getOptions` and the usage's descriptions. */
interface YargsInside {
  getOptions(): {
    readonly key: Readonly<Record<string, boolean>>;
    readonly alias: Readonly<Record<string, readonly string[]>>;
    readonly boolean: readonly string[];
    readonly choices: Readonly<Record<string, readonly string[]>>;
  };
  getInternalMethods(): {
    getUsageInstance(): { getDescriptions(): Readonly<Record<string, string | undefined>> };
  };
}

/** The flags that a builder declares; one declaration serves --help, parsing and completion. */
export function flagsOf(builder: (parser: Argv) => Argv, positionals: ReadonlySet<string>): readonly Flag[] {
  const built = builder(yargs([]).help(false).version(false)) as unknown as YargsInside;
  const { key, alias, boolean, choices } = built.getOptions();
  const descriptions = built.getInternalMethods().getUsageInstance().getDescriptions();
  const aliases = new Set(Object.values(alias).flat());
  return Object.keys(key)
    .filter((name) => !aliases.has(name) && !positionals.has(name))
    .map((name) => ({
      names: [name, ...(alias[name] ?? [])].map((text) => (text.length === 1 ? `-${text}` : `--${text}`)),
      describe: descriptions[name] ?? '',
      takesValue: !boolean.includes(name),
      choices: (choices[name] ?? []).map(String),
    }));
}

/** The names of the positionals in a usage string such as `offsets <action> <connector> [partitions..]`. */
export function positionalsOf(usage: string): ReadonlySet<string> {
  return new Set([...usage.matchAll(/[<[]([\w-]+)(?:\.\.)?[>\]]/g)].map((match) => match[1]!));
}
