import { type ConnectClient, isNotFound } from '../../connect/index.ts';
import { Failure, sleep } from '../../core/index.ts';
import type { KafkaAdmin } from '../../kafka/index.ts';
import { type Column, renderTable } from '../../render/index.ts';
import type { CliIo } from '../command.ts';
import { type Flow, readFlows } from './flows.ts';

/** How often the flow is read, in milliseconds. */
const LOOK_EVERY_MS = 500;
/** How long nothing may have moved before `--once` ends, in milliseconds. */
const QUIET_MS = 3000;

/** Prints what flows each time it has changed and then kept still for a look, until the signal is aborted. */
export async function showFlows(client: ConnectClient, admin: KafkaAdmin, io: CliIo): Promise<void> {
  let printed = '';
  let last = '';
  while (!io.signal.aborted) {
    const flows = await readUntilStopped(client, admin, io.signal);
    if (!flows) return;
    const text = flowTable(flows, io);
    if (text !== printed && text === last) {
      io.stdout.write(text);
      printed = text;
    }
    last = text;
    await sleep(LOOK_EVERY_MS, io.signal);
  }
}

/**
 * Waits until for 3 s no source offset has moved and every sink's lag is 0, prints what flowed, and returns true.
 * False: the signal was aborted first. Throws CC5012 after `timeoutMs`.
 */
export async function waitUntilQuiet(
  client: ConnectClient,
  admin: KafkaAdmin,
  io: CliIo,
  timeoutMs: number,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  let last = '';
  let since = performance.now();
  for (;;) {
    const flows = await readUntilStopped(client, admin, io.signal);
    if (!flows) return false;
    const now = performance.now();
    const positions = JSON.stringify(flows.map((flow) => [flow.name, flow.position]));
    if (positions !== last || flows.some((flow) => flow.lag !== 0n)) since = now;
    last = positions;
    if (now - since >= QUIET_MS) {
      io.stdout.write(flowTable(flows, io));
      return true;
    }
    if (now > deadline) throw stillBusy(flows, timeoutMs);
    await sleep(LOOK_EVERY_MS, io.signal);
  }
}

/** undefined once the signal is aborted, whatever the read was doing then. */
async function readUntilStopped(
  client: ConnectClient,
  admin: KafkaAdmin,
  signal: AbortSignal,
): Promise<readonly Flow[] | undefined> {
  try {
    const flows = await readFlows(client, admin);
    return signal.aborted ? undefined : flows;
  } catch (error) {
    if (signal.aborted) return undefined;
    // Deleted between the list and the read of its offsets, when a file has just been changed.
    if (isNotFound(error)) return [];
    throw error;
  }
}

function stillBusy(flows: readonly Flow[], timeoutMs: number): Failure {
  const lagging = flows.filter((flow) => flow.lag !== 0n).map((flow) => `${flow.name} has ${flow.lag} records to go`);
  const what = lagging.length > 0 ? lagging.join(', ') : 'sources are still reading';
  return new Failure('CC5012', `After ${Math.round(timeoutMs / 1000)} s there is still something flowing: ${what}`, {
    help: 'Give it more with --timeout.',
  });
}

const columns: readonly Column<Flow>[] = [
  { header: 'CONNECTOR', read: (flow) => flow.name },
  { header: 'FLOW', read: (flow) => flow.route, shrinks: true },
  {
    header: 'RECORDS',
    read: (flow) => (flow.records === undefined ? 'unknown' : String(flow.records)),
    align: 'right',
  },
  { header: 'TO GO', read: (flow) => (flow.type === 'sink' ? String(flow.lag) : ''), align: 'right' },
];

function flowTable(flows: readonly Flow[], io: CliIo): string {
  return flows.length === 0 ? '' : `\n${renderTable(flows, columns, { width: io.stdout.columns })}`;
}
