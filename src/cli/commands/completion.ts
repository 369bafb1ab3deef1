import type { Command } from '../command.ts';
import { candidates, completionScript, type Shell, shells } from '../completion/index.ts';

interface CompletionArgs {
  readonly shell: Shell | 'candidates';
  /** What stands behind `--`: the words typed so far. */
  readonly '--'?: readonly string[];
}

export const command: Command<CompletionArgs> = {
  builder: (yargs) =>
    yargs
      .positional('shell', {
        choices: [...shells, 'candidates'] as const,
        describe: 'whose script to print; candidates is what the scripts call',
      })
      .parserConfiguration({ 'populate--': true, 'parse-positional-numbers': false })
      .usage(
        '$0 completion SHELL\n\nPrints a script that completes commands, flags, environments and live connector names.',
      )
      .example('source <(connectctl completion bash)', 'in ~/.bashrc')
      .example('source <(connectctl completion zsh)', 'in ~/.zshrc, after compinit')
      .example('connectctl completion fish | source', 'in ~/.config/fish/config.fish'),
  run: async (args, io) => {
    if (args.shell !== 'candidates') {
      io.stdout.write(completionScript(args.shell));
      return 0;
    }
    // A message in the middle of what somebody types would be worse than no candidates, whatever went wrong.
    const found = await candidates(args['--'] ?? [], io).catch(() => []);
    for (const { text, describe } of found) io.stdout.write(`${text}\t${describe.replace(/[\t\n]/g, ' ')}\n`);
    return 0;
  },
};
