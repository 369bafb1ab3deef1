import type { ConnectClient } from '../connect/index.ts';
import { sleep } from '../core/index.ts';
import { type Observed, type PlanInput, passingConnectors } from '../plan/index.ts';
import { readPatiently } from './read-patiently.ts';

const TRIES = 5;
const DELAY_MS = 200;

/**
 * Reads all statuses anew while a connector that is to be halted stands between two states: Kafka Connect 4.3.1 shows a
 * stopped one as UNASSIGNED for 10 to 130 ms after its config was put, and a plan would stop it once more. After a second it
 * is taken as it stands: nobody runs it. Sends nothing where no such connector is there.
 */
export async function pastPassingStates(
  client: ConnectClient,
  input: Omit<PlanInput, 'observed'>,
  worker: Observed,
): Promise<Observed> {
  let observed = worker;
  for (let tries = 0; tries < TRIES; tries++) {
    const names = passingConnectors({ ...input, observed });
    if (names.length === 0) break;
    await sleep(DELAY_MS);
    const statuses = await readPatiently(() => client.statuses());
    const connectors = new Map(observed.connectors);
    for (const name of names) {
      const status = statuses[name]?.status;
      if (status) connectors.set(name, { ...connectors.get(name)!, status });
    }
    observed = { ...observed, connectors };
  }
  return observed;
}
