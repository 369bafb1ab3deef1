import type { FlatConfig } from '../core/index.ts';

/** What connectctl writes among a connector's own config keys; every worker takes unknown keys in silence. */
export const marks = {
  /** PROJECT/ENVIRONMENT, or the environment's `owner`. */
  owner: 'connectctl.owner',
  /** For people: a difference in it alone is no change. */
  pipeline: 'connectctl.pipeline',
  /** Key → short digest of what was applied last. */
  applied: 'connectctl.applied',
  /** `true` on a connector with preventDestroy: holds when its file is gone. */
  protected: 'connectctl.protected',
  /** The old name, while a move is under way: such a connector is never resumed. */
  moving: 'connectctl.moving',
  /** `true` until the declared offsets of a new connector are set: it stands STOPPED, and a plan goes on creating it. */
  starting: 'connectctl.starting',
  /** The state the old one had, where no file says one: an interrupted move has to end in it. */
  movingState: 'connectctl.moving.state',
} as const;

/** True for a key that is ours, not the connector's. */
export function isMark(key: string): boolean {
  return key.startsWith('connectctl.');
}

/** Keys that Confluent's workers write by themselves; never compared and never sent back. */
export function isInternal(key: string): boolean {
  return key.startsWith('__internal.');
}

/** A config without our marks: what a released connector keeps. */
export function withoutMarks(config: FlatConfig): FlatConfig {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !isMark(key) && !isInternal(key)));
}
