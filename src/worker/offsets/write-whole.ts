import { type FileHandle, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** A folder that takes no file beside this one, or a file that is a mount of its own, as containers have them. */
const notReplaceable: ReadonlySet<string | undefined> = new Set(['EACCES', 'EPERM', 'EROFS', 'EBUSY']);

/**
 * Gives a file another content: after a crash at any point the old or the new one is there as a whole. A link stays one,
 * and mode and owner of the file stay, for who else uses it has to go on doing so.
 * @param onInPlace told the errno where the file cannot be replaced: it is then written over, and a crash may cut it off
 */
export async function writeWhole(path: string, content: Buffer, onInPlace: (code: string) => void): Promise<void> {
  const target = await linkTarget(path);
  try {
    await replaceFile(target, content);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || !notReplaceable.has(code)) throw error;
    await writeSynced(target, content);
    onInPlace(code);
  }
}

/** Where a link leads, also where nothing is there yet. */
async function linkTarget(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return readlink(path).then(
      (link) => resolve(dirname(path), link),
      () => path,
    );
  }
}

async function replaceFile(path: string, content: Buffer): Promise<void> {
  const temporary = `${path}.tmp`;
  await writeSynced(temporary, content, (file) => takeAfter(file, path));
  try {
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

async function writeSynced(
  path: string,
  content: Buffer,
  prepare?: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, 'w');
  try {
    await prepare?.(file);
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Mode and owner of the file that is there. Only root may give files away; whoever else writes is their owner. */
async function takeAfter(file: FileHandle, path: string): Promise<void> {
  const old = await stat(path).catch(() => undefined);
  if (!old) return;
  await file.chown(old.uid, old.gid).catch(() => undefined);
  await file.chmod(old.mode & 0o7777);
}

/** The rename itself is on disk only with its folder. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
