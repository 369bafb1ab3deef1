import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type ConnectorType, Failure, messageOf, suggest } from '../../core/index.ts';
import { lintContext, type Resolution, type ResolvedConnector } from '../../definition/index.ts';
import { selector, topicsOf } from '../../plan/index.ts';
import {
  type GraphConnector,
  pipelineGraph,
  printable,
  renderDot,
  renderMermaid,
  renderSvg,
} from '../../render/index.ts';
import type { CliIo, Command } from '../command.ts';
import { type Connection, withConnections } from '../connections.ts';
import { inParallel } from '../in-parallel.ts';
import {
  activeTopics,
  type LiveConnector,
  pipelineOf,
  readLiveConnectors,
  selectConnectors,
  unknownTopics,
} from '../inventory/index.ts';
import { resolveWithoutWorker } from '../project-connections.ts';

interface GraphArgs {
  readonly selectors?: readonly string[];
  readonly format: 'mermaid' | 'dot' | 'svg';
  readonly out?: string;
  readonly live: boolean;
}

export const command: Command<GraphArgs> = {
  builder: (yargs) =>
    yargs
      .positional('selectors', { type: 'string', array: true, describe: 'names, globs, pipeline=… or label.KEY=…' })
      .option('format', { choices: ['mermaid', 'dot', 'svg'] as const, default: 'mermaid' as const })
      .option('out', { type: 'string', requiresArg: true, describe: 'file to write instead of stdout' })
      .option('live', {
        type: 'boolean',
        default: false,
        describe: 'from the worker, with states, rather than from the files',
      })
      .usage('$0 graph [SELECTOR…]\n\nPipelines, connectors and topics, and what flows between them.')
      .example('$0 graph', 'what the files say, as Mermaid for a README')
      .example('$0 graph --live --format svg --out pipelines.svg', 'what the worker runs, with states')
      .example('$0 graph pipeline=orders --format dot | dot -Tpng > orders.png', 'by Graphviz'),
  run: async (args, io) => {
    const selectors = args.selectors ?? [];
    if (!args.live && args.connect === undefined) {
      return draw(defined(resolveWithoutWorker(args, io), selectors), args, io);
    }
    return withConnections(args, io, async (connections) => {
      const [connection] = connections;
      if (connections.length !== 1 || !connection) throw new Failure('CC9001', 'graph takes one environment');
      return draw(await live(connection, selectors, io), args, io);
    });
  },
};

async function draw(connectors: readonly GraphConnector[], args: GraphArgs, io: CliIo): Promise<number> {
  const graph = pipelineGraph(connectors);
  for (const note of graph.notes) io.stderr.write(`note: ${printable(note)}\n`);
  const text = RENDERERS[args.format](graph);
  if (args.out === undefined) io.stdout.write(text);
  else await write(resolve(io.cwd, args.out), args.out, text);
  return 0;
}

const RENDERERS = { mermaid: renderMermaid, dot: renderDot, svg: renderSvg } as const;

async function live(
  connection: Connection,
  selectors: readonly string[],
  io: CliIo,
): Promise<readonly GraphConnector[]> {
  const all = await readLiveConnectors(connection.client);
  const chosen = await selectConnectors(connection, all, selectors);
  return inParallel(chosen, 10, async (connector) => {
    const { topics, problem } = await activeTopics(connection, connector.name);
    if (problem !== undefined) io.stderr.write(unknownTopics(connector.name, problem));
    return {
      ...graphConnector(connector.name, pipelineOf(connector), connector.info.type, configReader(connector)),
      state: worstState(connector),
      usedTopics: topics,
    };
  });
}

function configReader({ info }: LiveConnector): (key: string) => string | undefined {
  return (key) => info.config[key] ?? undefined;
}

function defined(resolution: Resolution, selectors: readonly string[]): readonly GraphConnector[] {
  const { connectors } = resolution;
  for (const text of selectors) {
    if (connectors.some(selector(text))) continue;
    const near = suggest(
      text,
      connectors.flatMap(({ name, pipeline }) => [name, `pipeline=${pipeline}`]),
    );
    throw new Failure('CC9012', `No connector in the files matches "${text}"`, {
      help: near === undefined ? '--live looks at the worker instead.' : `Did you mean "${near}"?`,
    });
  }
  const context = lintContext(connectors);
  return connectors
    .filter((connector) => selectors.length === 0 || selectors.some((text) => selector(text)(connector)))
    .map((connector) =>
      graphConnector(connector.name, connector.pipeline, context.kindOf(connector) ?? 'unknown', textReader(connector)),
    );
}

/** A secret names no topic: it reads as if it were not there. */
function textReader(connector: ResolvedConnector): (key: string) => string | undefined {
  return (key) => {
    const value = connector.config.get(key);
    return typeof value === 'string' ? value : undefined;
  };
}

function graphConnector(
  name: string,
  pipeline: string,
  type: ConnectorType,
  read: (key: string) => string | undefined,
): GraphConnector {
  const className = read('connector.class') ?? '';
  return {
    name,
    pipeline,
    type,
    class: className.slice(className.lastIndexOf('.') + 1),
    topics: topicsOf(type, read),
    deadLetters: read('errors.deadletterqueue.topic.name') || undefined,
  };
}

/** A connector with a FAILED task is no RUNNING one to look at. */
function worstState({ status }: LiveConnector): GraphConnector['state'] {
  return status?.tasks.some((task) => task.state === 'FAILED') ? 'FAILED' : status?.connector.state;
}

async function write(path: string, shown: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw new Failure('CC9002', `${shown} cannot be written: ${messageOf(cause)}`, { cause });
  }
}
