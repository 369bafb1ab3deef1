import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf, type PluginType } from '../../core/index.ts';
import type { Logger } from '../log/index.ts';
import type { Plugin } from './plugin.ts';

/**
 * Loads the plugins of `plugin.path`: modules named `*.plugin.js` or `*.plugin.mjs`, and packages whose package.json
 * names one (`"connectctl": {"plugin": "./index.js"}`). Each exports `plugins`, an array. Nothing else is run, and
 * a path that is not there, or holds Java only, as plugin.path often does, is no error.
 */
export async function loadPluginPath(paths: readonly string[], log: Logger): Promise<Plugin[]> {
  const plugins: Plugin[] = [];
  for (const path of paths.filter((entry) => entry !== '').map((entry) => resolve(entry))) {
    const { modules, hasJars } = await pluginModules(path, log);
    if (hasJars) log.info(`plugin.path: the Java archives in ${path} are not loaded; built-in plugins stand in`);
    for (const module of modules) plugins.push(...(await loadModule(module, log)));
  }
  return plugins;
}

interface Found {
  readonly modules: readonly string[];
  readonly hasJars: boolean;
}

async function pluginModules(path: string, log: Logger): Promise<Found> {
  try {
    if ((await stat(path)).isFile()) return { modules: isModule(path) ? [path] : [], hasJars: isJar(path) };
    const names = (await readdir(path)).sort();
    const packaged = await Promise.all(['', ...names].map((name) => packageModule(join(path, name))));
    return {
      modules: [...names.filter(isModule).map((name) => join(path, name)), ...packaged.flat()],
      hasJars: names.some(isJar),
    };
  } catch (error) {
    log.warn(`plugin.path: ${path} cannot be read and is left out: ${messageOf(error)}`);
    return { modules: [], hasJars: false };
  }
}

async function packageModule(folder: string): Promise<string[]> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const entry = (manifest as { connectctl?: { plugin?: unknown } }).connectctl?.plugin;
    return typeof entry === 'string' ? [resolve(folder, entry)] : [];
  } catch {
    return [];
  }
}

async function loadModule(path: string, log: Logger): Promise<Plugin[]> {
  try {
    const module: unknown = await import(pathToFileURL(path).href);
    const plugins = (module as { plugins?: unknown }).plugins;
    if (!Array.isArray(plugins)) throw new Error("it exports no array 'plugins'");
    const wrong = plugins.find((plugin) => !isPlugin(plugin));
    if (wrong !== undefined)
      throw new Error("an entry of 'plugins' lacks kind, className, version, configDef or create");
    log.info(`plugin.path: loaded ${plugins.length} plugin(s) of ${path}`);
    return plugins as Plugin[];
  } catch (error) {
    log.error(`plugin.path: ${path} cannot be loaded: ${messageOf(error)}`);
    return [];
  }
}

const kinds: readonly PluginType[] = ['source', 'sink', 'converter', 'header_converter', 'transformation', 'predicate'];

function isPlugin(value: unknown): value is Plugin {
  const plugin = value as Partial<Plugin> | null;
  return (
    typeof plugin === 'object' &&
    plugin !== null &&
    kinds.includes(plugin.kind as PluginType) &&
    typeof plugin.className === 'string' &&
    typeof plugin.version === 'string' &&
    Array.isArray(plugin.configDef?.keys) &&
    typeof plugin.create === 'function'
  );
}

function isModule(name: string): boolean {
  return /\.plugin\.m?js$/.test(name);
}

function isJar(name: string): boolean {
  return name.endsWith('.jar');
}
