import { setFlagsFromString } from 'node:v8';

/** V8's own names for how much code runs before it is optimized; each V8 writes an error for a flag that it does not know. */
const LATER_OPTIMIZING: Readonly<Record<string, string>> = {
  20: '--interrupt-budget=4000000',
  22: '--invocation-count-for-turbofan=30000',
  24: '--invocation-count-for-turbofan=30000',
};

/**
 * For commands that end within seconds: V8's optimizing compiler starts later, where this Node's flag for it is
 * known. A check of 1,000 connectors spent 0.5 of its 1.4 s of CPU on optimizing code that then ran for a few
 * milliseconds more. Never for what runs on (worker, broker, dev).
 */
export function tuneForShortRun(): void {
  const flag = LATER_OPTIMIZING[process.versions.node.split('.')[0]!];
  if (flag !== undefined) setFlagsFromString(flag);
}
