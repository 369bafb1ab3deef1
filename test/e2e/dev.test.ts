import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  projectRoot,
  type RunningProcess,
  runConnectctl,
  startConnectctl,
  startProcess,
  waitForState,
  waitUntil,
  writeFiles,
} from '../harness/index.ts';
import { type DevProject, devProject } from './dev-project.ts';

it('dev --once carries what there is and ends with 0; the next run carries only what is new', async () => {
  const project = await devProject('one\ntwo\nthree\n');
  const first = await runConnectctl([...project.args, '--once'], { cwd: project.folder });
  expect(first.code, first.stdout + first.stderr).toBe(0);
  expect(readFileSync(project.output, 'utf8')).toBe('one\ntwo\nthree\n');

  appendFileSync(project.input, 'four\n');
  const second = await runConnectctl([...project.args, '--once'], { cwd: project.folder });
  expect(second.code, second.stdout + second.stderr).toBe(0);
  expect(readFileSync(project.output, 'utf8')).toBe('one\ntwo\nthree\nfour\n');
});

it.each(['SIGINT', 'SIGTERM'] as const)(
  'dev ends with 0 within 5 s of a %s, and leaves no process behind',
  async (signal) => {
    const project = await devProject('one\n');
    const dev = start(project);
    await waitForState(`http://127.0.0.1:${project.ports.rest}`, 'dev-sink', 'RUNNING');
    await waitUntil('the line', () => existsSync(project.output) && readFileSync(project.output, 'utf8') === 'one\n');
    const children = descendants(dev.pid);
    const from = performance.now();
    dev.signal(signal);
    expect(await dev.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - from).toBeLessThan(5000);
    expect(children.filter(isAlive)).toEqual([]);
    expect(await connects(project.ports.rest)).toBe(false);
    expect(await connects(project.ports.kafka)).toBe(false);
  },
);

it('dev applies a changed file while it runs', async () => {
  const project = await devProject('one\n');
  start(project);
  const url = `http://127.0.0.1:${project.ports.rest}`;
  await waitForState(url, 'dev-sink', 'RUNNING');
  const file = join(project.folder, 'pipelines/dev.yaml');
  writeFiles(project.folder, {
    'pipelines/dev.yaml': readFileSync(file, 'utf8').replace('topic: dev-lines', 'topic: dev-lines, batch.size: 77'),
  });
  await waitUntil('the new config on the worker', async () => {
    const response = await fetch(`${url}/connectors/dev-source/config`);
    return ((await response.json()) as Record<string, string>)['batch.size'] === '77';
  });
});

it('dev, killed, goes on where it was', async () => {
  const project = await devProject('one\ntwo\n');
  const dev = start(project);
  await waitUntil(
    'the lines',
    () => existsSync(project.output) && readFileSync(project.output, 'utf8') === 'one\ntwo\n',
  );
  dev.signal('SIGKILL');
  await dev.exited;
  appendFileSync(project.input, 'three\n');
  const again = await runConnectctl([...project.args, '--once'], { cwd: project.folder });
  expect(again.code, again.stdout + again.stderr).toBe(0);
  const lines = readFileSync(project.output, 'utf8').trimEnd().split('\n');
  // At least once: what was not committed when it was killed may come again.
  expect([...new Set(lines)]).toEqual(['one', 'two', 'three']);
});

it('dev --once, interrupted, ends with 130: what it was to carry is not all there', async () => {
  const project = await devProject('one\n');
  const dev = startConnectctl([...project.args, '--once'], {
    cwd: project.folder,
    logFile: join(project.folder, 'dev.log'),
  });
  onTestFinished(async () => void (await dev.stop(0)));
  await waitUntil('the first change', () => dev.stdout().includes('creating'));
  dev.signal('SIGINT');
  expect(await dev.exited).toEqual({ code: 130, signal: null });
});

it('dev under npm ends with the shell that npm put between, which alone gets the SIGTERM', async () => {
  const project = await devProject('one\n');
  const shell = startProcess({
    command: 'sh',
    args: ['-c', '"$0" "$@"; :', process.execPath, join(projectRoot, 'bin/connectctl.js'), ...project.args],
    cwd: project.folder,
    env: { npm_lifecycle_event: 'start' },
    logFile: join(project.folder, 'dev.log'),
  });
  onTestFinished(async () => void (await shell.stop(0)));
  await waitUntil('dev is up', () => shell.stdout().includes('Up until Ctrl-C'));
  const children = descendants(shell.pid);
  shell.signal('SIGTERM');
  await shell.exited;
  await waitUntil('nobody holds the port', async () => !(await connects(project.ports.rest)));
  await waitUntil('no process is left', () => !children.some(isAlive));
  expect(shell.stdout()).toContain('Stopped. The next start goes on');
});

it('dev says which data folder cannot be made', async () => {
  const project = await devProject('one\n');
  const found = await runConnectctl([...project.args.slice(0, -1), project.input], { cwd: project.folder });
  expect(found.code).toBe(1);
  expect(found.stderr).toMatch(/^error CC9002 {2}The broker's data folder .*in\.txt.* cannot be made: /);
});

function start(project: DevProject): RunningProcess {
  const dev = startConnectctl(project.args, { cwd: project.folder, logFile: join(project.folder, 'dev.log') });
  onTestFinished(async () => void (await dev.stop(0)));
  return dev;
}

/** Every process below that one, from /proc; empty where there is none. */
function descendants(pid: number): number[] {
  if (!existsSync('/proc')) return [];
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, parent] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]!.split(' ');
        return [{ pid: Number(name), parent: Number(parent) }];
      } catch {
        return [];
      }
    });
  const below = (id: number): number[] =>
    parents.filter((process) => process.parent === id).flatMap((process) => [process.pid, ...below(process.pid)]);
  return below(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
