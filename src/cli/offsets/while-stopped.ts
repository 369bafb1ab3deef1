import {
  type ConnectClient,
  ConnectFailure,
  capabilitiesOf,
  isCallMissing,
  throughRebalance,
} from '../../connect/index.ts';
import { type ConnectorStateName, ExitCode, Failure, messageOf, sleep } from '../../core/index.ts';
import type { CliIo } from '../command.ts';
import type { Connection } from '../connections.ts';
import type { LiveConnector } from '../inventory/index.ts';
import { watchStates } from '../lifecycle/index.ts';

/** Throws CC9014 where the worker lacks what changes offsets (3.6), by its version or by what it says of itself. */
export async function checkCanAlter({ client, label }: Connection, name: string): Promise<void> {
  const { version } = await client.serverInfo();
  const isPromised = capabilitiesOf(version).alterOffsets;
  const methods = isPromised ? ((await client.offsetMethods(name)) ?? ALTERING) : [];
  const missing = ALTERING.filter((method) => !methods.includes(method));
  if (missing.length === 0) return;
  throw new Failure(
    'CC9014',
    `Offsets are changed through the REST API from Kafka Connect 3.6 on; the worker at ${label} ` +
      (isPromised ? `says that it is ${version} and has no ${missing.join(' and ')} of offsets` : `is ${version}`),
    { help: GROUP_TOOL },
  );
}

const ALTERING: readonly string[] = ['PATCH', 'DELETE'];

const GROUP_TOOL = "A sink's are those of its consumer group, connect-NAME: kafka-consumer-groups changes them.";

/** Throws CC9015 unless the connector is STOPPED or --stop was given; says why and how. */
export function checkIsStopped(connector: LiveConnector, mayStop: boolean): void {
  const state = stateOf(connector);
  if (state === 'STOPPED' || mayStop) return;
  throw new Failure(
    'CC9015',
    `${connector.name} is ${state ?? 'without a status'}, and offsets change only while it is STOPPED`,
    {
      help:
        'A running task would write its own offsets over them, and a paused one still holds its place in the group. ' +
        `Run \`connectctl stop ${connector.name}\` first, or add --stop: stopped for the change, then as it was.`,
    },
  );
}

/** Runs `change` with the connector STOPPED, and puts its state back as it was, also when the change fails or a Ctrl-C comes. */
export async function whileStopped(
  connection: Connection,
  connector: LiveConnector,
  timeoutMs: number,
  io: CliIo,
  change: () => Promise<string>,
): Promise<string> {
  const before = stateOf(connector);
  const patiently = (): Promise<string> => retryWhileTasksLeave(change, timeoutMs, io);
  if (before === 'STOPPED') return patiently();
  const { client } = connection;
  const { name } = connector;
  await client.stop(name);
  try {
    const isStopped = await watchStates(client, io.signal).until(name, timeoutMs, ({ status }) =>
      status?.connector.state === 'STOPPED' && status.tasks.length === 0 ? true : undefined,
    );
    if (io.signal.aborted)
      throw new Failure('CC9010', 'No offset was changed: stopped', { exitCode: ExitCode.interrupted });
    if (!isStopped) {
      throw new Failure('CC9015', `${name} has not stopped within ${timeoutMs / 1000} s; no offset was changed`);
    }
    return await patiently();
  } finally {
    await putBack(client, name, before === 'PAUSED' ? 'PAUSED' : 'RUNNING', timeoutMs, io);
  }
}

/** Waits for a rebalance also after a first Ctrl-C: nobody else will set the connector going again. */
async function putBack(
  client: ConnectClient,
  name: string,
  state: 'PAUSED' | 'RUNNING',
  timeoutMs: number,
  io: CliIo,
): Promise<void> {
  try {
    await throughRebalance({ timeoutMs, signal: io.hardSignal }, () =>
      state === 'PAUSED' ? client.pause(name) : client.resume(name),
    );
  } catch (cause) {
    throw new Failure('CC9015', `${name} may still be STOPPED: ${messageOf(cause)}`, {
      cause,
      help: `It was ${state}; \`connectctl ${state === 'PAUSED' ? 'pause' : 'resume'} ${name}\` puts it back.`,
    });
  }
}

/** A stopped sink's consumers may still be in their group; Connect's message then says that a retry is safe. */
async function retryWhileTasksLeave(change: () => Promise<string>, timeoutMs: number, io: CliIo): Promise<string> {
  const end = performance.now() + timeoutMs;
  while (true) {
    try {
      return await change();
    } catch (error) {
      if (isCallMissing(error)) {
        throw new Failure('CC9014', `No offset was changed: ${error.message}`, { cause: error, help: error.help });
      }
      const isLeaving = error instanceof ConnectFailure && /safely retried|zombie sink task/.test(error.apiMessage);
      if (!isLeaving || io.signal.aborted || performance.now() >= end) throw error;
    }
    await sleep(1000, io.signal);
  }
}

function stateOf(connector: LiveConnector): ConnectorStateName | undefined {
  return connector.status?.connector.state;
}
