import { compare, type Diagnostic, Sensitive } from '../core/index.ts';
import {
  type LiveConnector as ImportedConnector,
  type ImportedFile,
  type ImportRules,
  importFiles,
  loadProject,
  type Resolution,
  readProjectFile,
  resolveEnvironment,
} from '../definition/index.ts';
import type { LiveConnector } from './inventory/index.ts';

/** A connector of the worker, and which of its keys go into no file. */
export interface ImportCandidate {
  readonly live: LiveConnector;
  readonly secretKeys: ReadonlySet<string>;
}

export interface ImportTarget {
  /** What `only` names; undefined with --connect. */
  readonly environment: string | undefined;
  /** What the project defines for it already. */
  readonly resolution: Pick<Resolution, 'connectors'> | undefined;
  /** Paths in the folder of the import and names of the project's pipelines: neither may come twice. */
  readonly taken: readonly string[];
}

export interface ImportResult {
  readonly files: readonly ImportedFile[];
  /** What is left out, and why. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Writes live connectors as documents, and reads each of them again: one whose text does not resolve to the very
 * config of the worker is left out and reported.
 */
export function importConnectors(candidates: readonly ImportCandidate[], target: ImportTarget): ImportResult {
  const defined = new Map(target.resolution?.connectors.map((connector) => [connector.name, connector]));
  const diagnostics: Diagnostic[] = [];
  const wanted = candidates.filter(({ live: { name } }) => {
    const definition = defined.get(name);
    if (definition) {
      diagnostics.push({
        code: 'CC3111',
        severity: 'error',
        message: `"${name}" is left out: it is defined already`,
        help: 'take the definition away to import it anew, or name the connectors to import',
        source: definition.source,
      });
    }
    return !definition;
  });
  const byName = new Map(wanted.map((candidate) => [candidate.live.name, candidate]));
  const rulesOf = ({ name }: ImportedConnector): ImportRules => ({
    environment: target.environment,
    isSecret: (key) => byName.get(name)?.secretKeys.has(key) === true,
  });
  const written = importFiles(wanted.map(toImported), target.taken, rulesOf);
  const wrong = wronglyRead(written, byName, target.environment);
  for (const [name, why] of wrong) {
    const message = `"${name}" is left out: no definition can say its config: ${why}`;
    diagnostics.push({ code: 'CC3112', severity: 'error', message });
  }
  return { files: written.filter(({ connector }) => !wrong.has(connector)), diagnostics };
}

function toImported({ live }: ImportCandidate): ImportedConnector {
  const state = live.status?.connector.state;
  return {
    name: live.name,
    config: live.info.config,
    state: state === 'PAUSED' || state === 'STOPPED' ? state : undefined,
  };
}

/** Resolves what was written, and compares; by connector what is wrong. */
function wronglyRead(
  files: readonly ImportedFile[],
  candidates: ReadonlyMap<string, ImportCandidate>,
  environment = 'live',
): ReadonlyMap<string, string> {
  const text = `project: import\nenvironments: { ${JSON.stringify(environment)}: { connect: { url: http://127.0.0.1 } } }\n`;
  const { projectFile } = readProjectFile({ path: 'connectctl.yaml', text });
  if (!projectFile) throw new Error('the project of the import cannot be read');
  const { project, diagnostics } = loadProject(projectFile, files);
  const resolution = resolveEnvironment(project, { environment, env: {} });
  const messages = new Map(
    [...diagnostics, ...resolution.diagnostics]
      .filter(({ severity }) => severity === 'error')
      .map((one) => [one.source?.file ?? '', one.message]),
  );
  const resolved = new Map(resolution.connectors.map((connector) => [connector.name, connector]));
  const wrong = new Map<string, string>();
  for (const { connector, path } of files) {
    const read = resolved.get(connector);
    const live = candidates.get(connector)?.live.info.config ?? {};
    const key = read && differingKey(live, read);
    if (!read) wrong.set(connector, messages.get(path) ?? 'it cannot be read back');
    else if (key !== undefined) wrong.set(connector, `"${key}" would be read as something else`);
  }
  return wrong;
}

/** The first key whose value is not the worker's; what is kept counts as equal, and so does a null. */
function differingKey(
  live: Readonly<Record<string, string | null>>,
  read: Resolution['connectors'][number],
): string | undefined {
  const ours = Object.keys(live).filter((key) => !/^name$|^connectctl\.|^__internal\./.test(key) && live[key] !== null);
  const keys = new Set([...ours, ...read.config.keys(), ...read.keep.keys()]);
  return [...keys].sort(compare).find((key) => {
    if (read.keep.has(key)) return !ours.includes(key);
    const value = read.config.get(key);
    return (value instanceof Sensitive ? value.reveal() : value) !== live[key];
  });
}
