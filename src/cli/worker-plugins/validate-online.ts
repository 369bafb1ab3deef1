import { type ConnectClient, ConnectFailure } from '../../connect/index.ts';
import { type Diagnostic, type FlatConfig, Sensitive } from '../../core/index.ts';
import { type ResolvedConnector, refusedByWorker, resolveEnvironment, workerFindings } from '../../definition/index.ts';
import { clientOfSettings } from '../client-of.ts';
import type { CliIo, GlobalArgs } from '../command.ts';
import { inParallel } from '../in-parallel.ts';
import { type OpenedProject, selectEnvironments, variablesOf } from '../project.ts';

/**
 * Asks the worker of every environment that -e names (all of them without) what it has against the connectors. Here
 * environment variables count, for they may be the credentials. A worker that can't be reached is an error like others.
 */
export async function validateEnvironments(
  { folder, project }: OpenedProject,
  args: GlobalArgs,
  io: CliIo,
): Promise<readonly Diagnostic[]> {
  if (!project) return [];
  const found: Diagnostic[] = [];
  for (const name of selectEnvironments(project, args.env, 'all')) {
    const vars = variablesOf(args, project);
    const { environment, connectors, diagnostics } = resolveEnvironment(project, {
      environment: name,
      vars,
      env: io.env,
    });
    found.push(...diagnostics.filter(({ code }) => code === UNSET_VARIABLE));
    if (!environment) continue;
    const client = await clientOfSettings(environment.connect, folder, { signal: io.signal });
    try {
      found.push(...(await validateOnline(client, connectors)));
    } catch (error) {
      if (!(error instanceof ConnectFailure) || error.kind === 'stopped') throw error;
      const { code, message, help } = error;
      found.push({ code, severity: 'error', message, ...(help && { help }), source: environment.source });
    } finally {
      client.close();
    }
  }
  return found;
}

/** All else was found with placeholders in their place. */
const UNSET_VARIABLE = 'CC2010';

/** Validations that a worker does at once; each may open connections of its own. */
const AT_ONCE = 4;

/**
 * Asks the worker's own validation about every connector; nothing is created. `${keep}` keys are left out.
 * @throws Failure where the worker can't be reached
 */
async function validateOnline(
  client: ConnectClient,
  connectors: readonly ResolvedConnector[],
): Promise<readonly Diagnostic[]> {
  const found = await inParallel(connectors, AT_ONCE, async (connector): Promise<readonly Diagnostic[]> => {
    const config = configOnTheWire(connector);
    try {
      return workerFindings(connector, await client.validate(config['connector.class'] ?? '', config));
    } catch (error) {
      if (!(error instanceof ConnectFailure) || error.kind !== 'api') throw error;
      return [refusedByWorker(connector, error.apiMessage)];
    }
  });
  return found.flat();
}

function configOnTheWire(connector: ResolvedConnector): FlatConfig {
  const config: Record<string, string> = { name: connector.name };
  for (const [key, value] of connector.config) config[key] = value instanceof Sensitive ? value.reveal() : value;
  return config;
}
