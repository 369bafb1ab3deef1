/** What a worker, or what stands before it, may do to one request. */
export const faultKinds = [
  /** Not carried out: a rebalance is under way. */
  'rebalance',
  /** Not carried out: the same, as Kafka Connect 4.3 answers some requests, reads too. */
  'rebalance-500',
  /** Not carried out: the name is taken, says a worker that has not heard of a delete yet (a create alone). */
  'exists',
  /** Not carried out: a 500 that the next request to this path no longer gets. */
  'error-passes',
  /** Not carried out: a 500 for every request to this path. */
  'error-lasts',
  'gateway',
  /** Not carried out: a worker that is starting. */
  'html-404',
  'cut-before',
  /** Carried out, and never answered. */
  'cut-after',
  /** Carried out, and answered after the client has gone. */
  'late',
  /** Carried out; the connection breaks in the middle of the answer. */
  'half-body',
  /** Carried out; the answer is whole and is not JSON. */
  'malformed',
] as const;

/** What a worker says that hands a request on to a leader which is gone; none of them is drawn by a seed. */
export const leaderFaultKinds = [
  /** Not carried out: a 409 while no leader is elected. */
  'no-leader',
  /** Not carried out: a 500, for the leader's connection is refused. */
  'leader-gone',
  /** Carried out by a leader that dies before it answers: the same 500. */
  'leader-dies',
] as const;
export type FaultKind = (typeof faultKinds)[number] | (typeof leaderFaultKinds)[number];

export interface FaultRequest {
  readonly method: string;
  readonly path: string;
  /** The how manieth of its method and path since the proxy was armed, from 1. */
  readonly nth: number;
}

/** Share of requests that meet a passing fault, and of paths that answer 500 for good. */
export interface FaultRates {
  readonly passing: number;
  readonly lasting: number;
}

/**
 * Which fault the nth request of this method and path meets under this seed: the same whatever runs beside it.
 * Undefined: none.
 */
export function faultOf(seed: number, { method, path, nth }: FaultRequest, rates: FaultRates): FaultKind | undefined {
  if (chance(seed, `lasts ${method} ${path}`) < rates.lasting) return 'error-lasts';
  if (chance(seed, `${nth} ${method} ${path}`) >= rates.passing) return undefined;
  const kinds = faultKinds.filter(
    (kind) => kind !== 'error-lasts' && (kind !== 'exists' || (method === 'POST' && path === '/connectors')),
  );
  return kinds[Math.floor(chance(seed, `kind ${nth} ${method} ${path}`) * kinds.length)];
}

/** A number from 0 up to 1 that depends on seed and key alone: FNV-1a, mixed as murmur3 ends. */
export function chance(seed: number, key: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
