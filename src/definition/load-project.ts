import { type Diagnostic, globToRegExp, suggest } from '../core/index.ts';
import { checkShape } from './check-shape.ts';
import { childOf, type Entry, entriesOf, entryOf, itemsOf, type MapNode, type Node, spanOf, textOf } from './node.ts';
import { parseYaml } from './parse-yaml.ts';
import { isPlainFile, type PlainConnector, readPlainFile } from './plain-files.ts';
import type { ProjectFile } from './project-file.ts';
import { Report } from './report.ts';
import { checkVariableNames } from './scope.ts';
import { type SourceFile, SourceText } from './source-text.ts';

/** All that the files of a project say, before an environment is chosen. */
export interface Project {
  readonly name: string;
  readonly file: ProjectFile;
  /** Environment names in the order written. */
  readonly environments: readonly string[];
  readonly defaultEnvironment: string | undefined;
  readonly pipelines: readonly PipelineDocument[];
  readonly templates: ReadonlyMap<string, MapNode>;
  readonly plain: readonly PlainConnector[];
  /** Every glob that a `sensitive` of these files holds: keys, and names of variables, whose lines nothing shows. */
  readonly masked: readonly string[];
}

export interface PipelineDocument {
  readonly name: string;
  readonly map: MapNode;
}

/**
 * Reads the pipeline files of a project: text in, documents and diagnostics out. What is wrong whatever
 * the environment is reported here, the rest by resolveEnvironment.
 *
 * @param files those that `projectFile.pipelines` matches; sorted here, so that any order gives the same
 */
export function loadProject(
  projectFile: ProjectFile,
  files: readonly SourceFile[],
): { readonly project: Project; readonly diagnostics: readonly Diagnostic[] } {
  const loader = new Loader(projectFile);
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) loader.read(file);
  return loader.finish();
}

class Loader {
  readonly #projectFile: ProjectFile;
  readonly #report = new Report();
  readonly #pipelines = new Map<string, PipelineDocument>();
  readonly #templates = new Map<string, MapNode>();
  readonly #plain: PlainConnector[] = [];
  readonly #masked: Set<string>;

  constructor(projectFile: ProjectFile) {
    this.#projectFile = projectFile;
    this.#masked = new Set(projectFile.sensitive);
  }

  read(file: SourceFile): void {
    const source = new SourceText(file);
    if (!isPlainFile(file.path)) {
      for (const document of parseYaml(source, this.#report)) this.#document(document);
      return;
    }
    const plain = readPlainFile(source, this.#report);
    if (plain) this.#plain.push(plain);
  }

  finish(): { project: Project; diagnostics: Diagnostic[] } {
    const { name, environments, defaultEnvironment } = this.#projectFile;
    for (const { map } of this.#pipelines.values()) this.#checkReferences(map);
    for (const map of this.#templates.values()) this.#checkLayer(map);
    this.#checkSharedVariables();
    const project = {
      name,
      file: this.#projectFile,
      environments: [...environments.keys()],
      defaultEnvironment,
      pipelines: [...this.#pipelines.values()],
      templates: this.#templates,
      plain: this.#plain,
      masked: [...this.#masked].map((glob) => glob.replace(/^var\./, '')),
    };
    return { project, diagnostics: this.#report.diagnostics() };
  }

  #document(document: Node): void {
    if (document.kind !== 'map') {
      this.#report.add('CC1011', document, 'this document is no map', { help: START_HELP });
      return;
    }
    const pipeline = entryOf(document, 'pipeline');
    const template = entryOf(document, 'template');
    if (!pipeline === !template) {
      this.#reportNeither(document, pipeline !== undefined);
      return;
    }
    checkShape(document, pipeline ? 'pipeline' : 'template', this.#report);
    if (pipeline) this.#add(pipeline, 'pipeline', this.#pipelines, (name) => ({ name, map: document }));
    else this.#add(template!, 'template', this.#templates, () => document);
  }

  #reportNeither(document: MapNode, isBoth: boolean): void {
    const at = document.entries[0]?.key ?? document;
    const near = document.entries.map(({ key }) => suggest(key.text, ['pipeline', 'template'])).find((one) => one);
    const message = isBoth
      ? 'this document is a pipeline and a template'
      : 'this document is no pipeline and no template';
    const help = isBoth ? 'write two documents, with --- between them' : near ? `did you mean "${near}"?` : START_HELP;
    this.#report.add('CC1011', at, message, { help });
  }

  #add<T>(entry: Entry, what: string, all: Map<string, T>, make: (name: string) => T): void {
    if (entry.value.kind !== 'scalar') return;
    const name = entry.value.text;
    const first = this.#named.get(`${what} ${name}`);
    if (first) {
      const related = [{ message: 'the other one', source: spanOf(first) }];
      this.#report.add('CC1014', entry.value, `there are two ${what}s "${name}"`, { related });
      return;
    }
    this.#named.set(`${what} ${name}`, entry.value);
    all.set(name, make(name));
  }

  readonly #named = new Map<string, Node>();

  #checkReferences(document: MapNode): void {
    checkVariableNames(entriesOf(childOf(document, 'variables')), this.#report);
    for (const { value } of entriesOf(childOf(document, 'environments'))) {
      if (value.kind === 'map') checkVariableNames(entriesOf(childOf(value, 'variables')), this.#report);
    }
    this.#checkLayer(document);
    const defaults = childOf(document, 'defaults');
    if (defaults?.kind === 'map') this.#checkLayer(defaults);
    for (const connector of itemsOf(childOf(document, 'connectors'))) {
      if (connector.kind === 'map') this.#checkLayer(connector);
    }
  }

  /** Environments and templates that a document, template, defaults or connector names. */
  #checkLayer(map: MapNode): void {
    this.#addMasked(map);
    for (const { key, value } of entriesOf(childOf(map, 'environments'))) {
      this.#checkEnvironment(key);
      if (value.kind === 'map') this.#addMasked(value);
    }
    for (const item of itemsOf(childOf(map, 'only'))) this.#checkEnvironment(item);
    for (const topic of itemsOf(childOf(map, 'topics'))) {
      if (topic.kind === 'map') for (const item of itemsOf(childOf(topic, 'only'))) this.#checkEnvironment(item);
    }
    for (const item of itemsOf(childOf(map, 'extends'))) this.#checkTemplate(item, textOf(map, 'template'));
  }

  #addMasked(layer: MapNode): void {
    for (const item of itemsOf(childOf(layer, 'sensitive'))) if (item.kind === 'scalar') this.#masked.add(item.text);
  }

  #checkEnvironment(node: Node): void {
    if (node.kind !== 'scalar' || node.text.includes('${') || node.text === '') return;
    const pattern = globToRegExp(node.text);
    const names = [...this.#projectFile.environments.keys()];
    if (names.some((name) => pattern.test(name))) return;
    const near = suggest(node.text, names);
    const help = near ? `did you mean "${near}"?` : `there are: ${names.join(', ')}`;
    this.#report.add('CC1015', node, `"${node.text}" matches no environment`, { help });
  }

  #checkTemplate(node: Node, within: string | undefined): void {
    if (node.kind !== 'scalar' || node.text.includes('${')) return;
    if (!this.#templates.has(node.text)) {
      const near = suggest(node.text, this.#templates.keys());
      const help = near ? `did you mean "${near}"?` : 'a template is a document that begins with template: NAME';
      this.#report.add('CC1017', node, `there is no template "${node.text}"`, { help });
    } else if (within !== undefined && this.#reaches(node.text, within, new Set())) {
      this.#report.add('CC1018', node, `the template "${within}" extends itself`);
    }
  }

  #reaches(from: string, to: string, seen: Set<string>): boolean {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    const map = this.#templates.get(from);
    const names = map ? itemsOf(childOf(map, 'extends')) : [];
    return names.some((node) => node.kind === 'scalar' && this.#reaches(node.text, to, seen));
  }

  /** One line of connectctl.yaml would change two pipelines that happen to use the same word. */
  #checkSharedVariables(): void {
    const declared = new Map<string, string[]>();
    for (const { name, map } of this.#pipelines.values()) {
      for (const { key } of entriesOf(childOf(map, 'variables'))) {
        declared.set(key.text, [...(declared.get(key.text) ?? []), name]);
      }
    }
    const keys = new Set<Node>();
    for (const { settings } of this.#projectFile.environments.values()) {
      for (const { key } of entriesOf(childOf(settings, 'variables'))) {
        const pipelines = declared.get(key.text) ?? [];
        if (pipelines.length < 2 || keys.has(key)) continue;
        keys.add(key);
        const message = `sets "${key.text}" for ${pipelines.length} pipelines that each declare it: ${pipelines.slice(0, 3).join(', ')}${pipelines.length > 3 ? ', …' : ''}`;
        const help = 'set it in each document under environments:, or take it out of the documents';
        this.#report.warn('CC2011', key, message, { help });
      }
    }
  }
}

const START_HELP = 'it begins with pipeline: NAME, or with template: NAME';
