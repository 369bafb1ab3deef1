import { type Diagnostic, MASK, Sensitive } from '../../src/core/index.ts';
import {
  type ConfigText,
  checkEnvironments,
  loadProject,
  type Project,
  type Resolution,
  type ResolvedConnector,
  readProjectFile,
  resolveEnvironment,
  type SourceFile,
  withoutFollowUps,
} from '../../src/definition/index.ts';

/** connectctl.yaml of tests that are about something else. */
export const LOCAL_PROJECT = `project: demo
environments:
  local: { connect: { url: "http://127.0.0.1:8083" }, kafka: { bootstrapServers: "127.0.0.1:9092" } }
`;

export interface TestProject {
  readonly project: Project;
  readonly diagnostics: readonly Diagnostic[];
}

/** A project from texts: connectctl.yaml and its files by path. */
export function projectOf(files: Readonly<Record<string, string>>, projectText = LOCAL_PROJECT): TestProject {
  const read = readProjectFile({ path: 'connectctl.yaml', text: projectText });
  if (!read.projectFile) throw new Error(`no project file: ${JSON.stringify(read.diagnostics)}`);
  const sources = Object.entries(files).map(([path, text]): SourceFile => ({ path, text }));
  const { project, diagnostics } = loadProject(read.projectFile, sources);
  return { project, diagnostics: [...read.diagnostics, ...diagnostics] };
}

/** One environment of a project of one pipeline file. */
export function resolveText(
  pipeline: string,
  options: {
    readonly project?: string;
    readonly environment?: string;
    readonly vars?: Readonly<Record<string, string>>;
    readonly env?: Readonly<Record<string, string>> | 'placeholders';
  } = {},
): Resolution {
  const { project, diagnostics } = projectOf({ 'p.yaml': pipeline }, options.project);
  const resolution = resolveEnvironment(project, {
    environment: options.environment ?? project.environments[0]!,
    vars: new Map(Object.entries(options.vars ?? {})),
    env: options.env ?? {},
  });
  return { ...resolution, diagnostics: withoutFollowUps(diagnostics, resolution.diagnostics) };
}

/** What validate says of a project: all environments. */
export function validateText(files: Readonly<Record<string, string>>, projectText?: string): Diagnostic[] {
  const { project, diagnostics } = projectOf(files, projectText);
  const checked = checkEnvironments(project, project.environments, { env: 'placeholders' });
  return withoutFollowUps(diagnostics, checked.diagnostics);
}

/** `CC1007 p.yaml:3:5`, as tables write it. */
export function places(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, source }) => `${code} ${source?.file}:${source?.line}:${source?.column}`);
}

/** The config of a connector, its secrets revealed. */
export function configOf(resolution: Pick<Resolution, 'connectors'>, name?: string): Record<string, string> {
  const connector = resolution.connectors.find((one) => name === undefined || one.name === name);
  if (!connector) throw new Error(`no connector ${name ?? ''}`);
  return Object.fromEntries([...connector.config].map(([key, value]) => [key, reveal(value)]));
}

export function reveal(value: ConfigText): string {
  return value instanceof Sensitive ? value.reveal() : value;
}

/** Everything that a golden file holds of a connector. */
export function describeConnector(connector: ResolvedConnector): Record<string, unknown> {
  const { keep, labels, offsets, dependsOn, movedFrom, allow } = connector;
  return {
    name: connector.name,
    pipeline: connector.pipeline,
    ...(connector.entry === undefined ? {} : { entry: connector.entry }),
    config: Object.fromEntries([...connector.config].map(([key, value]) => [key, String(value)])),
    ...(keep.size > 0
      ? { keep: Object.fromEntries([...keep].map(([key, value]) => [key, value === undefined ? null : String(value)])) }
      : {}),
    ...(connector.state === undefined ? {} : { state: connector.state }),
    ...(dependsOn.length > 0 ? { dependsOn } : {}),
    ...(connector.preventDestroy ? { preventDestroy: true } : {}),
    ...(movedFrom.length > 0 ? { movedFrom } : {}),
    ...(offsets ? { offsets: offsets.kind === 'pairs' ? offsets.json : { from: offsets.connector } } : {}),
    ...(allow.size > 0 ? { allow: Object.fromEntries([...allow].map(([code, { reason }]) => [code, reason])) } : {}),
    ...(labels.size > 0 ? { labels: Object.fromEntries(labels) } : {}),
  };
}

export { MASK };
