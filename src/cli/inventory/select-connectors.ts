import { Failure, suggest } from '../../core/index.ts';
import { marks, selector } from '../../plan/index.ts';
import type { Connection } from '../connections.ts';
import type { LiveConnector } from './live-connectors.ts';

/**
 * The live connectors that any of the selectors (a name, a glob, `pipeline=…`, `label.KEY=…`) takes, in the order of
 * `live`; all of them for no selectors. Each selector has to take at least one: CC9012 says which did not, and what
 * was probably meant.
 */
export async function selectConnectors(
  connection: Connection,
  live: readonly LiveConnector[],
  selectors: readonly string[],
): Promise<readonly LiveConnector[]> {
  if (selectors.length === 0) return live;
  const words = withoutKind(selectors, live);
  const things = await selectables(connection, live, words);
  const chosen = new Set<LiveConnector>();
  for (const text of words) {
    const matches = selector(text);
    const taken = things.filter(matches);
    if (taken.length === 0) throw nothingMatches(text, connection, things);
    for (const { connector } of taken) chosen.add(connector);
  }
  return live.filter((connector) => chosen.has(connector));
}

/** The pipeline that a live connector's mark names; empty without a mark. */
export function pipelineOf(connector: LiveConnector): string {
  return connector.info.config[marks.pipeline] ?? '';
}

interface Thing {
  readonly name: string;
  readonly pipeline: string;
  readonly labels?: ReadonlyMap<string, string>;
  readonly connector: LiveConnector;
}

/** `describe connector orders`: other tools want the kind first, and people's fingers know it. */
function withoutKind(selectors: readonly string[], live: readonly LiveConnector[]): readonly string[] {
  const [first, ...rest] = selectors;
  const isKind = rest.length > 0 && /^connectors?$/.test(first!) && !live.some(({ name }) => name === first);
  return isKind ? rest : selectors;
}

/** The files are read only for what stands nowhere else: labels, and the pipelines of connectors without marks. */
async function selectables(
  connection: Connection,
  live: readonly LiveConnector[],
  selectors: readonly string[],
): Promise<readonly Thing[]> {
  const needsLabels = selectors.some((text) => text.startsWith('label.'));
  if (needsLabels && connection.environment === undefined) {
    throw new Failure('CC9012', 'Labels stand in the files of a project, and --connect reads none', {
      help: 'Name an environment with -e, or select by name, glob or pipeline=…',
    });
  }
  const needsFiles = needsLabels || selectors.some((text) => text.startsWith('pipeline='));
  const resolution = needsFiles ? await connection.resolution() : undefined;
  const defined = new Map(resolution?.connectors.map((connector) => [connector.name, connector]));
  return live.map((connector) => {
    const definition = defined.get(connector.name);
    return {
      name: connector.name,
      pipeline: definition?.pipeline ?? pipelineOf(connector),
      ...(definition && { labels: definition.labels }),
      connector,
    };
  });
}

function nothingMatches(text: string, connection: Connection, things: readonly Thing[]): Failure {
  const known = /^pipeline=/.test(text) ? things.map((t) => `pipeline=${t.pipeline}`) : things.map((t) => t.name);
  const near = suggest(text, known);
  const help =
    near !== undefined
      ? `Did you mean "${near}"?`
      : things.length === 0
        ? 'The worker has no connectors.'
        : '`connectctl get connectors` lists what is there.';
  return new Failure('CC9012', `No connector at ${connection.label} matches "${text}"`, { help });
}
