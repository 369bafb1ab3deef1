import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFileOffsetStore } from '../../../src/worker/offsets/index.ts';

let folder: string;
let path: string;
let warnings: string[];
beforeEach(async () => {
  warnings = [];
  folder = await mkdtemp(join(tmpdir(), 'offsets-'));
  path = join(folder, 'connect.offsets');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const change = (key: string, value: string | null) =>
  new Map([[key, { key: Buffer.from(key), value: value === null ? null : Buffer.from(value) }]]);

async function open() {
  const store = createFileOffsetStore(path, (sentence) => warnings.push(sentence));
  await store.start();
  return store;
}

const entriesOf = (store: Awaited<ReturnType<typeof open>>) =>
  [...store.entries()].map(([key, value]) => [key.toString(), value?.toString() ?? null]);

describe('the offset file', () => {
  test('holds what was set, after a restart', async () => {
    const store = await open();
    await store.set(change('a', '1'));
    await store.set(change('b', '2'));
    await store.set(change('a', '3'));
    expect(store.get(Buffer.from('a'))?.toString()).toBe('3');
    expect(entriesOf(await open())).toEqual([
      ['a', '3'],
      ['b', '2'],
    ]);
  });

  test('keeps a reset partition with a null value', async () => {
    const store = await open();
    await store.set(change('a', '1'));
    await store.set(change('a', null));
    expect(entriesOf(await open())).toEqual([['a', null]]);
  });

  test('writes one after the other when sets overlap, and loses none', async () => {
    const store = await open();
    await Promise.all(Array.from({ length: 20 }, (_, i) => store.set(change(`k${i}`, `${i}`))));
    expect(entriesOf(await open())).toHaveLength(20);
    expect(await readdir(folder)).toEqual(['connect.offsets']);
  });

  test('takes what waits into one write, the last value of a key winning', async () => {
    const store = await open();
    const first = store.set(change('a', '1'));
    await Promise.resolve();
    const [second, third] = [store.set(change('a', '2')), store.set(change('a', '3'))];
    expect(second).toBe(third);
    await Promise.all([first, second]);
    expect(store.get(Buffer.from('a'))?.toString()).toBe('3');
    const later = store.set(change('a', '4'));
    expect(later).not.toBe(third);
    await later;
    expect(entriesOf(await open())).toEqual([['a', '4']]);
  });

  test.each([
    { name: 'missing', content: null },
    { name: 'empty', content: '' },
    { name: 'cut off', content: Buffer.from('aced00057372', 'hex') },
  ])('counts as no offsets when it is $name', async ({ content }) => {
    if (content !== null) await writeFile(path, content);
    expect(entriesOf(await open())).toEqual([]);
  });

  test('is refused, and left as it is, when it holds something else', async () => {
    await writeFile(path, '{"offsets":[]}');
    await expect(open()).rejects.toMatchObject({ code: 'CC6101', message: expect.stringContaining(path) });
    expect(await readFile(path, 'utf8')).toBe('{"offsets":[]}');
  });

  test('stays whole when a write fails, and the values are not visible', async () => {
    const store = await open();
    await store.set(change('a', '1'));
    const before = await readFile(path);
    // A folder where the temporary file would go: fails for every user, root included.
    await mkdir(`${path}.tmp`);
    await expect(store.set(change('a', '2'))).rejects.toMatchObject({ code: 'CC6102', retryable: true });
    expect(await readFile(path)).toEqual(before);
    expect(store.get(Buffer.from('a'))?.toString()).toBe('1');
    await rm(`${path}.tmp`, { recursive: true });
    await store.set(change('a', '3'));
    expect(entriesOf(await open())).toEqual([['a', '3']]);
  });

  test.each([{ there: 'a file' }, { there: 'nothing yet' }])('stays a link, to $there', async ({ there }) => {
    if (there === 'a file') await writeFile(join(folder, 'real.offsets'), '');
    await symlink('real.offsets', path);
    await (await open()).set(change('a', '1'));
    expect(await readlink(path)).toBe('real.offsets');
    expect(await readdir(folder)).toEqual(['connect.offsets', 'real.offsets']);
    expect(entriesOf(await open())).toEqual([['a', '1']]);
  });

  test('keeps its mode', async () => {
    await writeFile(path, '', { mode: 0o640 });
    await (await open()).set(change('a', '1'));
    expect((await stat(path)).mode & 0o777).toBe(0o640);
  });

  test('is written in place, and that is told once, where its folder takes no other file', async () => {
    await writeFile(path, '');
    await chmod(path, 0o666);
    await chmod(folder, 0o555);
    const store = await open();
    await asOrdinaryUser(async () => {
      await store.set(change('a', '1'));
      await store.set(change('b', '2'));
    });
    expect(warnings).toEqual([expect.stringContaining(`${path} cannot be replaced (EACCES) and is written in place`)]);
    expect(await readdir(folder)).toEqual(['connect.offsets']);
    expect(entriesOf(await open())).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });
});

/** Root may write everywhere: as nobody there, as ourselves elsewhere. */
async function asOrdinaryUser(work: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}
