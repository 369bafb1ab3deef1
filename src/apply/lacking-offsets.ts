import type { ConnectClient } from '../connect/index.ts';
import { connectorWithNewOffsets, type Observed, type PlanInput } from '../plan/index.ts';

/**
 * What the worker can do, without what it turns out to lack: where a plan changes offsets, the worker is asked whether it has
 * the calls that its version promises (a vendor's numbers are its own), for a move that finds out at its fourth request
 * has stopped the old connector by then. One request, which changes nothing; a worker that doesn't tell keeps its word.
 */
export async function withoutLacking(client: ConnectClient, input: PlanInput): Promise<Observed['abilities']> {
  const { abilities } = input.observed;
  const name = abilities.alterOffsets ? connectorWithNewOffsets(input) : undefined;
  const methods = name === undefined ? undefined : await client.offsetMethods(name);
  if (methods === undefined) return abilities;
  // STOPPED came with GET of offsets.
  if (!methods.includes('GET')) {
    return { ...abilities, stop: false, alterOffsets: false, lacks: 'offsets and no STOPPED (3.5)' };
  }
  const missing = ['PATCH', 'DELETE'].filter((method) => !methods.includes(method));
  if (missing.length === 0) return abilities;
  return { ...abilities, alterOffsets: false, lacks: `${missing.join(' and ')} of offsets (3.6)` };
}
