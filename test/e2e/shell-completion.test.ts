import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startFakeConnect } from '../connect/fake-connect.ts';
import { projectRoot, testFolder, waitUntil, writeFiles } from '../harness/index.ts';
import { onTerminal } from '../harness/on-terminal.ts';

const shells = [
  { shell: 'bash', start: 'bash --norc -i', load: "PS1='> '; source <(connectctl completion bash)" },
  {
    shell: 'zsh',
    start: 'zsh -f -i',
    load: "PS1='> '; autoload -U compinit; compinit -u -D; source <(connectctl completion zsh)",
  },
  {
    shell: 'fish',
    start: 'fish --no-config -i',
    load: "function fish_prompt; printf '> '; end; connectctl completion fish | source",
  },
];
const isThere = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;
const missing = shells.filter(({ shell }) => !isThere(shell)).map(({ shell }) => shell);
if (missing.length > 0)
  console.error(`Not installed: ${missing.join(', ')}. The tests of their completion are SKIPPED`);

describe.each(shells)('completion in $shell', ({ shell, start, load }) => {
  it.skipIf(missing.includes(shell))('completes commands, flags, files, and the names of a live worker', async () => {
    const { url, fake, close } = await startFakeConnect();
    onTestFinished(() => close());
    fake.add('orders-sink', { 'connector.class': 'FileStreamSink', 'connectctl.pipeline': 'billing', topics: 't' });
    const folder = testFolder();
    writeFiles(folder, { 'worker.properties': '', 'bin/.keep': '' });
    symlinkSync(join(projectRoot, 'bin/connectctl.js'), join(folder, 'bin/connectctl'));
    const env = { PATH: `${folder}/bin:${process.env['PATH']}`, HOME: folder, CONNECT: url };
    const { screen, type, exitCode } = onTerminal(start, { columns: 120, rows: 20, cwd: folder, env });
    const shows = (text: string) => async (): Promise<boolean> =>
      (await screen.visible()).some((line) => line.trimEnd() === text || line.startsWith(`${text} `));
    type(`${load}; echo loa''ded\r`);
    await waitUntil('the shell', shows('loaded'), { timeoutMs: 30_000 });
    const rows = [
      { typed: 'connectctl pau', becomes: 'connectctl pause' },
      { typed: 'connectctl get connectors --output=y', becomes: 'connectctl get connectors --output=yaml' },
      { typed: `connectctl stop --connect ${url} ord`, becomes: `connectctl stop --connect ${url} orders-sink` },
      {
        typed: `connectctl stop --connect ${url} pipeline=b`,
        becomes: `connectctl stop --connect ${url} pipeline=billing`,
      },
      { typed: 'connectctl worker wor', becomes: 'connectctl worker worker.properties' },
    ];
    for (const { typed, becomes } of rows) {
      type(typed);
      // Live names are not waited for long: on a busy machine Tab is pressed again.
      const pressTab = async (): Promise<boolean> => {
        type('\t');
        return waitUntil(becomes, shows(`> ${becomes}`), { timeoutMs: 8000 });
      };
      await waitUntil(becomes, pressTab, { timeoutMs: 30_000 });
      // Ctrl-U: an empty line again.
      type('\u0015');
    }
    expect(fake.requests.some((request) => !request.startsWith('GET'))).toBe(false);
    // A shell writes its history as it ends, into the folder that is then removed.
    type('exit\r');
    await exitCode;
  });
});
