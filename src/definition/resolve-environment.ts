import { compare, suggest, type TargetState } from '../core/index.ts';
import { checkConnector } from './connector-checks.ts';
import { checkNeighbours } from './cross-checks.ts';
import { EnvironmentMatch } from './environment-match.ts';
import { resolveSettings } from './environment-settings.ts';
import { nameConnectors } from './fan-out.ts';
import type { PipelineDocument, Project } from './load-project.ts';
import { childOf, itemsOf, type MapNode, type Node, spanOf } from './node.ts';
import type { PlainConnector } from './plain-files.ts';
import type { Environment } from './project-file.ts';
import { Report } from './report.ts';
import {
  assemble,
  type ConnectorContext,
  type ConnectorDraft,
  type NamedConnector,
  resolveConnector,
  secretsOf,
} from './resolve-connector.ts';
import { resolveNode } from './resolve-node.ts';
import type { RemovedConnector, Resolution, ResolvedEnvironment, ResolveOptions } from './resolved.ts';
import { commandLineVariables, VariableScope } from './scope.ts';
import { readTopics, TopicTable } from './topics.ts';
import { readBoolean, readChoice, readText } from './typed-value.ts';
import { Watches } from './watch.ts';

/** Works out everything that the files say about one environment: layers, references, fan-out, checks. */
export function resolveEnvironment(project: Project, options: ResolveOptions): Resolution {
  const watches = new Watches();
  const { resolution, report } = resolveWatched(project, options, watches);
  watches.report(report);
  return { ...resolution, diagnostics: report.diagnostics() };
}

/** The same, with the watches left to who looks at several environments. */
export function resolveWatched(
  project: Project,
  options: ResolveOptions,
  watches: Watches,
): { readonly resolution: Omit<Resolution, 'diagnostics'>; readonly report: Report } {
  const report = new Report();
  const environment = project.file.environments.get(options.environment);
  if (!environment) {
    const near = suggest(options.environment, project.environments);
    const help = near ? `did you mean "${near}"?` : `there are: ${project.environments.join(', ')}`;
    const at = project.file.source.span(0, 0);
    report.add('CC1016', at, `there is no environment "${options.environment}"`, { help });
    return { resolution: { environment: undefined, connectors: [], topics: [], removed: [] }, report };
  }
  return { resolution: new Resolver(project, environment, options, report, watches).resolve(), report };
}

class Resolver {
  readonly #project: Project;
  readonly #environment: Environment;
  readonly #options: ResolveOptions;
  readonly #report: Report;
  readonly #context: ConnectorContext;
  readonly #drafts = new Map<string, ConnectorDraft>();
  readonly #elsewhere = new Set<string>();
  readonly #topics: TopicTable;
  readonly #removed: RemovedConnector[] = [];
  readonly #removedNodes = new Map<string, Node>();
  readonly #commandLine: MapNode | undefined;

  constructor(project: Project, environment: Environment, options: ResolveOptions, report: Report, watches: Watches) {
    this.#project = project;
    this.#environment = environment;
    this.#options = options;
    this.#report = report;
    this.#topics = new TopicTable(report);
    this.#commandLine = commandLineVariables(options.vars);
    this.#context = {
      templates: project.templates,
      match: new EnvironmentMatch(environment.name),
      readLayers: new Map(),
      report,
      watches,
      sensitive: project.file.sensitive,
      secrets: new Map(),
    };
  }

  resolve(): Omit<Resolution, 'diagnostics'> {
    const environment = this.#settings();
    for (const document of this.#project.pipelines) this.#pipeline(document);
    for (const plain of this.#project.plain) this.#plain(plain);
    checkNeighbours({ drafts: this.#drafts, elsewhere: this.#elsewhere, removed: this.#removedNodes }, this.#report);
    this.#checkKafka(environment);
    const drafts = [...this.#drafts.values()].sort((a, b) => compare(a.connector.name, b.connector.name));
    return {
      environment,
      connectors: drafts.filter(({ failed }) => !failed).map((draft) => this.#withoutElsewhere(draft)),
      failed: drafts.filter(({ failed }) => failed).map(({ connector }) => connector),
      topics: this.#topics.resolved(),
      removed: this.#removed.sort((a, b) => compare(a.name, b.name)),
    };
  }

  #settings(): ResolvedEnvironment {
    const env = this.#options.connects === false ? 'placeholders' : this.#options.env;
    const scope = this.#scope([this.#variables], this.#report, new Map(), env);
    const secrets = secretsOf(this.#project.file.sensitive, this.#context);
    return resolveSettings(this.#environment, this.#project.name, scope, (key) => secrets.isSensitiveKey(key));
  }

  get #variables(): MapNode | undefined {
    return mapOf(childOf(this.#environment.settings, 'variables'));
  }

  #scope(
    layers: readonly (MapNode | undefined)[],
    report: Report,
    builtIn: ReadonlyMap<string, string>,
    env = this.#options.env,
  ): VariableScope {
    return new VariableScope([...layers, this.#commandLine], {
      report,
      env,
      builtIn: new Map([...builtIn, ['environment', this.#environment.name]]),
    });
  }

  /** Variables, weakest first: the document's, the environment's, the document's own for it, the command line's. */
  #documentScope({ name, map }: PipelineDocument, report: Report): VariableScope {
    const own = this.#context.match.blocksOf(map).map((block) => mapOf(childOf(block, 'variables')));
    const layers = [mapOf(childOf(map, 'variables')), this.#variables, ...own];
    return this.#scope(layers, report, new Map([['pipeline', name]]));
  }

  #pipeline(document: PipelineDocument): void {
    const { map, name } = document;
    const scope = this.#documentScope(document, this.#report);
    const isHere = this.#context.match.lets(map, scope);
    const connectors = itemsOf(childOf(map, 'connectors')).flatMap((item) => (item.kind === 'map' ? [item] : []));
    // Their names are needed, and nothing else of them: what is wrong with them is no matter of this environment.
    const outside = isHere ? undefined : this.#documentScope(document, new Report());
    for (const connector of connectors) {
      const isIn = isHere && this.#context.match.lets(connector, scope);
      const namingScope = isIn ? scope : (outside ?? this.#documentScope(document, new Report()));
      for (const named of nameConnectors(connector, namingScope)) {
        if (isIn) this.#connector(named, document);
        else this.#elsewhere.add(named.name);
      }
    }
    if (!isHere) return;
    this.#topics.add(readTopics(childOf(map, 'topics'), scope, this.#context.match), name);
    for (const item of itemsOf(childOf(map, 'removed'))) {
      if (item.kind === 'map') this.#addRemoved(item, name, scope);
    }
  }

  #connector(named: NamedConnector, { name, map }: PipelineDocument): void {
    this.#report.entry = named.entry;
    const draft = resolveConnector(named, { pipeline: name, map }, this.#context);
    if (this.#add(draft)) this.#topics.add(draft.fields.topics, name);
    this.#report.entry = undefined;
  }

  #add(draft: ConnectorDraft): boolean {
    const { name } = draft.connector;
    const first = this.#drafts.get(name);
    if (!first) {
      this.#drafts.set(name, draft);
      return true;
    }
    this.#report.add(
      'CC1014',
      draft.nameNode,
      `there are two connectors "${name}" in environment "${this.#environment.name}"`,
      {
        related: [{ message: 'the other one', source: spanOf(first.nameNode) }],
        help: 'rename one, or limit them with only: to different environments',
      },
    );
    return false;
  }

  #plain(plain: PlainConnector): void {
    const before = this.#report.errorCount;
    checkConnector(plain.name, plain.nameNode, plain.flat, this.#report);
    const fields = {
      state: plain.state && { value: plain.state.value as TargetState, node: plain.state.node },
      dependsOn: [],
      preventDestroy: false,
      movedFrom: [],
      offsets: undefined,
      labels: new Map<string, string>(),
      description: undefined,
      topics: [],
    };
    const named = { name: plain.name, nameNode: plain.nameNode, entry: undefined };
    const secrets = secretsOf(this.#project.file.sensitive, this.#context);
    const connector = assemble(named, plain.pipeline, plain.flat, fields, new Map(), secrets);
    this.#add({ connector, fields, nameNode: plain.nameNode, failed: this.#report.errorCount > before });
  }

  #addRemoved(map: MapNode, pipeline: string, scope: VariableScope): void {
    const field = (key: string): Node | undefined => {
      const written = childOf(map, key);
      const node = written && resolveNode(written, scope);
      return typeof node === 'string' ? undefined : node;
    };
    const node = field('name');
    const name = node && readText(node, 'the name of a removal', this.#report);
    if (node === undefined || name === undefined) return;
    const [offsets, destroy] = [field('offsets'), field('destroy')];
    const earlier = this.#removedNodes.get(name);
    if (earlier) {
      const related = [{ message: 'the other one', source: spanOf(earlier) }];
      this.#report.add('CC3021', node, `"${name}" is removed twice`, { help: 'take one of the two out', related });
    }
    this.#removedNodes.set(name, node);
    this.#removed.push({
      name,
      pipeline,
      destroy: (destroy && readBoolean(destroy, 'destroy', this.#report)) ?? true,
      offsets: (offsets && readChoice(offsets, 'offsets', ['keep', 'reset'] as const, this.#report)) ?? 'keep',
      source: spanOf(node),
    });
  }

  #checkKafka(environment: ResolvedEnvironment): void {
    const topic = this.#topics.first;
    if (!topic || (environment.kafka && environment.kafka.bootstrapServers.length > 0)) return;
    this.#report.add('CC3017', topic.node, `environment "${environment.name}" has no kafka, and topics are declared`, {
      help: `write kafka: { bootstrapServers: … } there, or limit the topics with only:`,
    });
  }

  /** One that `only` keeps out does not count. */
  #withoutElsewhere({ connector }: ConnectorDraft): ConnectorDraft['connector'] {
    if (connector.dependsOn.every((name) => this.#drafts.has(name))) return connector;
    return { ...connector, dependsOn: connector.dependsOn.filter((name) => this.#drafts.has(name)) };
  }
}

function mapOf(node: Node | undefined): MapNode | undefined {
  return node?.kind === 'map' ? node : undefined;
}
