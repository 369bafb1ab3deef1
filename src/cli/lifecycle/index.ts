export { type ActResult, actOnEach, type Target } from './act-on-each.ts';
export { changeState, type StateChange } from './change-state.ts';
export { type LifecycleArgs, lifecycleFlags, neededSelectors, waitOptions } from './flags.ts';
export { checkCapability, stateCommand } from './state-command.ts';
export { watchStates } from './state-watch.ts';
export { readTargets, sharedWatches } from './targets.ts';
