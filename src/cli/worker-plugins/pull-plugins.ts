import { type ConnectClient, ConnectFailure, capabilitiesOf } from '../../connect/index.ts';
import { type ConfigKeyInfo, compare, messageOf, type PluginInfo } from '../../core/index.ts';
import {
  definitionFromWorker,
  type PluginDefinition,
  probeRequest,
  probeRounds,
  readProbe,
} from '../../definition/index.ts';

export interface PulledPlugins {
  /** Sorted by class. */
  readonly definitions: readonly PluginDefinition[];
  /** Classes that the worker has and could not describe, with what it said. */
  readonly problems: readonly { readonly className: string; readonly message: string }[];
}

/**
 * Reads the definition of every plugin class that a worker has: one request a class, and with `probe` up to three
 * validations of impossible values more, which create nothing.
 * @throws Failure where the worker can't be reached
 */
export async function pullPlugins(client: ConnectClient, options: { readonly probe: boolean }): Promise<PulledPlugins> {
  const { version } = await client.serverInfo();
  const canDescribe = capabilitiesOf(version).pluginConfig;
  const byClass = new Map<string, PluginInfo[]>();
  for (const plugin of await client.plugins()) {
    byClass.set(plugin.class, [...(byClass.get(plugin.class) ?? []), plugin]);
  }
  const host = probeHost([...byClass.values()].flat());
  const definitions: PluginDefinition[] = [];
  const problems: { className: string; message: string }[] = [];
  // In turn: a validation may load a driver, and the worker has better things to do than many of them at once.
  for (const [className, plugins] of [...byClass].sort(([a], [b]) => compare(a, b))) {
    try {
      const infos = canDescribe ? await client.pluginConfig(className) : await describeByValidation(client, className);
      const definition = definitionFromWorker(className, plugins, infos);
      definitions.push(options.probe ? await probe(client, definition, host) : definition);
    } catch (error) {
      if (!isAboutTheClass(error)) throw error;
      problems.push({ className, message: messageOf(error) });
    }
  }
  return { definitions, problems };
}

/** Workers before 3.2 describe connectors alone, and those only inside a validation. */
async function describeByValidation(client: ConnectClient, className: string): Promise<readonly ConfigKeyInfo[]> {
  const answer = await client.validate(className, { name: 'connectctl-pull', 'connector.class': className });
  return answer.configs.flatMap(({ definition }) => definition ?? []);
}

async function probe(client: ConnectClient, definition: PluginDefinition, host: string): Promise<PluginDefinition> {
  let probed: PluginDefinition = { ...definition, probed: true };
  for (const round of probeRounds) {
    const request = probeRequest(probed, host, round);
    if (!request) continue;
    probed = readProbe(probed, request, await client.validate(request.connectorClass, request.config));
  }
  return probed;
}

/** The connector that transforms, predicates and converters are asked through: one that reaches out to nothing. */
function probeHost(plugins: readonly PluginInfo[]): string {
  const connectors = plugins.filter((plugin) => plugin.type === 'source' || plugin.type === 'sink');
  const harmless = connectors.find((plugin) => /^org\.apache\.kafka\.connect\.(file|mirror)\./.test(plugin.class));
  return (harmless ?? connectors[0])?.class ?? '';
}

/** Connect's own error answer about one class, not a worker that is gone. */
function isAboutTheClass(error: unknown): boolean {
  return error instanceof ConnectFailure && error.kind === 'api';
}
