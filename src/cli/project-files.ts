import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { compare, Failure, messageOf } from '../core/index.ts';
import type { SourceFile } from '../definition/index.ts';

/** Folders that hold no definitions, whatever a glob says. */
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', '.git', '.connectctl']);

/**
 * The files of a project folder that one of the globs matches, sorted by path. `*` and `?` stay within a name,
 * a `**` segment stands for any folders, `{a,b}` is either. Throws CC9002 where one can't be read.
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
  return [...paths].sort(compare).map((path) => readSource(folder, path));
}

/** Reads a definition file; a byte order mark, which editors hide, is taken off. Throws CC9002. */
export function readSource(folder: string, path: string): SourceFile {
  try {
    return { path, text: readFileSync(join(folder, path), 'utf8').replace(/^\uFEFF/, '') };
  } catch (error) {
    throw new Failure('CC9002', `${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** The folders before the first segment with a wildcard. */
function fixedFolder(glob: string): string {
  const segments = glob.split('/');
  const first = segments.findIndex((segment) => /[*?{]/.test(segment));
  return segments.slice(0, first < 0 ? segments.length - 1 : first).join('/');
}

function* walk(root: string, folder: string): Generator<string> {
  for (const entry of entriesOf(join(root, folder))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) yield* walk(root, path);
    } else if (entry.isFile() || (entry.isSymbolicLink() && isFile(join(root, path)))) {
      yield path;
    }
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Failure('CC9002', `${folder} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
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
