import { isUtf8 } from 'node:buffer';
import { type Dirent, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { compare, Failure, messageOf } from '../core/index.ts';
import type { SourceFile } from '../definition/index.ts';

/** Folders that hold no definitions, whatever a glob says. */
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', '.git', '.connectctl']);

/**
 * The files of a project folder that one of the globs matches, sorted by path. `*` and `?` stay within a name,
 * a `**` segment stands for any folders, `{a,b}` is either. Links are followed. Throws CC9002 where one can't be read: what
 * is passed over would count as taken out of the project, and be pruned.
 */
export function readMatchingFiles(folder: string, globs: readonly string[]): SourceFile[] {
  const paths = new Set<string>();
  for (const glob of globs) {
    const normal = posix.normalize(glob.replaceAll('\\', '/'));
    const base = fixedFolder(normal);
    const pattern = pathGlobToRegExp(normal);
    for (const path of walk(folder, base)) if (pattern.test(path)) paths.add(path);
  }
  paths.delete('connectctl.yaml');
  return [...paths].sort(compare).map((path) => {
    const stat = statOf(folder, path);
    if (stat && !stat.isFile()) throw new Failure('CC9002', `${path} cannot be read: it is no file`);
    return readSource(folder, path);
  });
}

/** Reads a definition file; a byte order mark, which editors hide, is taken off. Throws CC9002. */
export function readSource(folder: string, path: string): SourceFile {
  const text = decode(readBytes(folder, path), path);
  return { path, text: text.charCodeAt(0) === 0xfeff ? text.slice(1) : text };
}

function readBytes(folder: string, path: string): Buffer {
  try {
    return readFileSync(join(folder, path));
  } catch (error) {
    throw new Failure('CC9002', `${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** A byte that is no UTF-8 would become U+FFFD in a value, a password for instance, without a word. */
function decode(bytes: Buffer, path: string): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const line = lineOfBadByte(bytes);
  throw new Failure('CC9002', `${path} cannot be read: line ${line} is not in UTF-8`, {
    help: 'Save it in UTF-8; editors call it the encoding of the file.',
  });
}

/** The first line, counted from 1, that is no UTF-8. A line break is never part of a longer character. */
function lineOfBadByte(bytes: Buffer): number {
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}

/** The folders before the first segment with a wildcard. */
function fixedFolder(glob: string): string {
  const segments = glob.split('/');
  const first = segments.findIndex((segment) => /[*?{]/.test(segment));
  return segments.slice(0, first < 0 ? segments.length - 1 : first).join('/');
}

/** All paths below a folder that may be files. `parents`: the real paths of the folders above, for a link may lead back to one. */
function* walk(root: string, folder: string, parents: readonly string[] = []): Generator<string> {
  for (const entry of entriesOf(join(root, folder))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() || (entry.isSymbolicLink() && statOf(root, path)?.isDirectory())) {
      if (SKIPPED.has(entry.name)) continue;
      const real = realpathSync(join(root, folder));
      const isBack = entry.isSymbolicLink() && [...parents, real].includes(realpathSync(join(root, path)));
      if (!isBack) yield* walk(root, path, [...parents, real]);
    } else if (!EDITOR_LOCK.test(entry.name)) {
      yield path;
    }
  }
}

/** Emacs marks a file that is open by a link beside it that leads nowhere. */
const EDITOR_LOCK = /^\.#/;

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Failure('CC9002', `${folder} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** Of what a link leads to; undefined where it leads nowhere, or in a circle. */
function statOf(root: string, path: string): Stats | undefined {
  try {
    return statSync(join(root, path));
  } catch {
    return undefined;
  }
}

function pathGlobToRegExp(glob: string): RegExp {
  let depth = 0;
  const body = glob.replace(/\*\*\/|\*\*|[*?{},]|[.+^$()|[\]\\]/g, (part) => {
    if (part === '{') depth++;
    switch (part) {
      case '**/':
        return '(?:[^/]+/)*';
      case '**':
        return '.*';
      case '*':
        return '[^/]*';
      case '?':
        return '[^/]';
      case '{':
        return '(?:';
      case '}':
        return depth-- > 0 ? ')' : '\\}';
      case ',':
        return depth > 0 ? '|' : ',';
      default:
        return `\\${part}`;
    }
  });
  if (depth > 0) throw new Failure('CC9002', `the glob ${glob} has a { that nothing closes`);
  return new RegExp(`^${body}$`, 'su');
}
