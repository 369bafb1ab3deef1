export { classNames } from './class-names.ts';
export { classOf, definitionOf } from './definition-of.ts';
export { isSensitiveField } from './describe-field.ts';
export {
  configToValidate,
  configToWrite,
  marksOf,
  patchToWrite,
  type WriteConfig,
  type WriteContext,
} from './desired-config.ts';
export { type HazardRule, hazardRules } from './hazards/index.ts';
export { idleSelectors } from './idle-selectors.ts';
export { makePlan } from './make-plan.ts';
export * from './marks.ts';
export * from './needed-reads.ts';
export * from './observed.ts';
export * from './plan.ts';
export { contextOf } from './plan-context.ts';
export { planDiagnostic } from './plan-diagnostic.ts';
export * from './plan-input.ts';
export { isSavedPlan, isUntouched, type SavedPlan, savePlan } from './saved-plan.ts';
export { anySelector, type Selectable, selector } from './selector.ts';
export { isProviderReference, shownValue } from './shown-value.ts';
export { type TopicChange, topicChanges, topicChangesOf } from './topic-changes.ts';
export { overlaps, type TopicsOf, topicsOf } from './topics-of.ts';
export { causeLines, failedParts } from './trace.ts';
export { whatMoved } from './what-moved.ts';
export { secretsOfLive, type WorkerWords, workerWords } from './worker-words.ts';
