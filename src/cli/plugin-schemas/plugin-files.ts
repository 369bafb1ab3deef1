import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compare, type Diagnostic, Failure, messageOf } from '../../core/index.ts';
import {
  builtInFramework,
  builtInPlugins,
  editorSchema,
  fromPluginSchema,
  mergePulled,
  type PluginDefinition,
  pluginCatalogue,
  toPluginSchema,
} from '../../definition/index.ts';

/** Where a project keeps what `schema pull` saved, relative to connectctl.yaml. */
export const PLUGIN_FOLDER = 'schemas/connect';

const INDEX_FILE = 'index.json';
const EDITOR_FILE = 'pipeline.schema.json';

export interface SavedPlugins {
  readonly definitions: readonly PluginDefinition[];
  /** Files that a person has broken. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the saved definitions of a project; none where nothing was pulled. */
export async function readPluginFiles(projectFolder: string): Promise<SavedPlugins> {
  const folder = join(projectFolder, PLUGIN_FOLDER);
  const definitions: PluginDefinition[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of await definitionFiles(folder)) {
    const read = readDefinition(await readText(join(folder, file)));
    if (typeof read !== 'string') definitions.push(read);
    else {
      diagnostics.push({
        code: 'CC3108',
        severity: 'error',
        message: `this is no saved plugin definition: ${read}`,
        help: 'delete the file, and `connectctl schema pull` writes it anew',
        source: { file: `${PLUGIN_FOLDER}/${file}`, line: 1, column: 1 },
      });
    }
  }
  return { definitions, diagnostics };
}

/** The plugins that are known to a project without a worker. */
export function catalogueOf(saved: SavedPlugins): ReturnType<typeof pluginCatalogue> {
  return pluginCatalogue(builtInPlugins(), saved.definitions);
}

export interface WrittenPlugins {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: number;
}

/** Writes what was pulled beside what is there; the same definitions write nothing. */
export async function writePluginFiles(
  projectFolder: string,
  pulled: readonly PluginDefinition[],
): Promise<WrittenPlugins> {
  const folder = join(projectFolder, PLUGIN_FOLDER);
  const before = new Map((await readPluginFiles(projectFolder)).definitions.map((d) => [d.className, d]));
  const merged = pulled.map((definition) => mergePulled(definition, before.get(definition.className)));
  await mkdir(folder, { recursive: true });
  const added: string[] = [];
  const changed: string[] = [];
  for (const definition of merged) {
    const outcome = await writeIfOther(join(folder, `${definition.className}.json`), toPluginSchema(definition));
    if (outcome === 'added') added.push(definition.className);
    if (outcome === 'changed') changed.push(definition.className);
  }
  const all = new Map([...before, ...merged.map((d) => [d.className, d] as const)]);
  const sorted = [...all.values()].sort((a, b) => compare(a.className, b.className));
  await writeIfOther(join(folder, INDEX_FILE), sorted.map(indexEntry));
  const known = [...new Map([...builtInPlugins(), ...sorted].map((d) => [d.className, d])).values()];
  await writeIfOther(join(folder, EDITOR_FILE), editorSchema(known, builtInFramework()));
  return { added, changed, unchanged: merged.length - added.length - changed.length };
}

function indexEntry(definition: PluginDefinition): Readonly<Record<string, unknown>> {
  const { className, types, version, keys, probed } = definition;
  return { class: className, types, ...(version === undefined ? {} : { version }), keys: keys.size, probed };
}

function readDefinition(text: string): PluginDefinition | string {
  try {
    return fromPluginSchema(JSON.parse(text));
  } catch (error) {
    return messageOf(error);
  }
}

async function definitionFiles(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith('.json') && name !== INDEX_FILE && name !== EDITOR_FILE).sort(compare);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Failure('CC9002', `${folder} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Failure('CC9002', `${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

async function writeIfOther(path: string, value: unknown): Promise<'added' | 'changed' | 'same'> {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  const before = await readFile(path, 'utf8').catch(() => undefined);
  if (before === text) return 'same';
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new Failure('CC9002', `${path} cannot be written: ${messageOf(error)}`, { cause: error });
  }
  return before === undefined ? 'added' : 'changed';
}
