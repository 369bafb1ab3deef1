import { type Diagnostic, suggest } from '../core/index.ts';
import { checkShape } from './check-shape.ts';
import { childOf, type Entry, entriesOf, entryOf, itemsOf, type MapNode, type Node, textOf } from './node.ts';
import { parseYaml } from './parse-yaml.ts';
import { Report } from './report.ts';
import { checkVariableNames } from './scope.ts';
import { type SourceFile, SourceText } from './source-text.ts';

/** connectctl.yaml: the project, and its environments with `extends` worked in. */
export interface ProjectFile {
  readonly name: string;
  readonly source: SourceText;
  /** Globs of the pipeline files, from the folder of connectctl.yaml. */
  readonly pipelines: readonly string[];
  readonly defaultEnvironment: string | undefined;
  /** In the order written. */
  readonly environments: ReadonlyMap<string, Environment>;
  /** Globs over flat keys, and `var.NAME`. */
  readonly sensitive: readonly string[];
}

/** An environment as written, what it extends merged in, references not yet worked in. */
export interface Environment {
  readonly name: string;
  readonly key: Node;
  readonly settings: MapNode;
}

/** The files that hold pipelines where connectctl.yaml doesn't say. */
export const DEFAULT_PIPELINES: readonly string[] = ['pipelines/**/*.{yaml,yml,json,properties}'];

/** Reads connectctl.yaml. The project file is there even with errors, as far as it could be read. */
export function readProjectFile(file: SourceFile): {
  readonly projectFile: ProjectFile | undefined;
  readonly diagnostics: readonly Diagnostic[];
} {
  const report = new Report();
  const source = new SourceText(file, true);
  const [document, second] = parseYaml(source, report);
  if (second) report.add('CC1011', second, 'connectctl.yaml is one document', { help: 'take the second one out' });
  if (!document && report.errorCount === 0) {
    report.add('CC1008', source.span(0, 0), 'connectctl.yaml is empty', {
      help: '`connectctl init` writes a first one',
    });
  }
  if (document) checkShape(document, 'project', report);
  const projectFile = document?.kind === 'map' ? readMap(document, source, report) : undefined;
  return { projectFile, diagnostics: report.diagnostics() };
}

function readMap(map: MapNode, source: SourceText, report: Report): ProjectFile {
  const written = entriesOf(childOf(map, 'environments')).filter((entry) => entry.value.kind === 'map');
  const environments = new Map<string, Environment>();
  for (const { key, value } of written) {
    const settings = extended(key.text, written, [], report) ?? (value as MapNode);
    environments.set(key.text, { name: key.text, key, settings });
    checkVariableNames(entriesOf(childOf(value as MapNode, 'variables')), report);
  }
  checkDefault(map, environments, report);
  const globs = childOf(map, 'pipelines');
  return {
    name: textOf(map, 'project') ?? '',
    source,
    pipelines: globs ? textsOf(globs) : DEFAULT_PIPELINES,
    defaultEnvironment: textOf(map, 'defaultEnvironment') ?? only(environments),
    environments,
    sensitive: textsOf(childOf(map, 'sensitive')),
  };
}

/** Where there is one environment, it needs no name. A protected one is never meant by saying nothing. */
function only(environments: ReadonlyMap<string, Environment>): string | undefined {
  const [first, second] = environments.values();
  return first && !second && !isProtected(first) ? first.name : undefined;
}

function isProtected({ settings }: Environment): boolean {
  return textOf(settings, 'protected') === 'true';
}

function checkDefault(map: MapNode, environments: ReadonlyMap<string, Environment>, report: Report): void {
  const node = childOf(map, 'defaultEnvironment');
  if (node?.kind !== 'scalar') return;
  const environment = environments.get(node.text);
  if (!environment) {
    reportUnknownEnvironment(node, node.text, environments.keys(), report);
  } else if (isProtected(environment)) {
    report.add('CC1019', node, `"${node.text}" is protected, and so cannot be meant by saying nothing`, {
      help: 'take another one, and name this one with -e',
    });
  }
}

function reportUnknownEnvironment(node: Node, name: string, known: Iterable<string>, report: Report): void {
  const names = [...known];
  const near = suggest(name, names);
  const help = near ? `did you mean "${near}"?` : `there are: ${names.join(', ')}`;
  report.add('CC1016', node, `there is no environment "${name}"`, { help });
}

/** The environment over what it extends: maps merged key by key, all else replaced. */
function extended(name: string, all: readonly Entry[], way: readonly string[], report: Report): MapNode | undefined {
  const own = all.find((entry) => entry.key.text === name)?.value;
  if (own?.kind !== 'map') return undefined;
  const base = entryOf(own, 'extends')?.value;
  if (base?.kind !== 'scalar') return own;
  if (!all.some((entry) => entry.key.text === base.text)) {
    const names = all.map((entry) => entry.key.text).filter((one) => one !== name);
    reportUnknownEnvironment(base, base.text, names, report);
    return own;
  }
  if ([...way, name].includes(base.text)) {
    report.add('CC1018', base, `environments extend each other in a circle: ${[...way, name, base.text].join(' → ')}`);
    return own;
  }
  const lower = extended(base.text, all, [...way, name], report);
  return lower ? mergeMaps(lower, own) : own;
}

function mergeMaps(lower: MapNode, higher: MapNode): MapNode {
  const entries = new Map<string, Entry>(lower.entries.map((entry) => [entry.key.text, entry]));
  for (const entry of higher.entries) {
    const below = entries.get(entry.key.text)?.value;
    const value = below?.kind === 'map' && entry.value.kind === 'map' ? mergeMaps(below, entry.value) : entry.value;
    entries.set(entry.key.text, { key: entry.key, value });
  }
  return { ...higher, entries: [...entries.values()] };
}

function textsOf(node: Node | undefined): string[] {
  return itemsOf(node).flatMap((item) => (item.kind === 'scalar' ? [item.text] : []));
}
