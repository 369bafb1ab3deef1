import { lintRules } from './lints/index.ts';
import { silenceableChecks } from './plugins/index.ts';

/** Hazards of a change, not of what the files say: only a plan can tell whether an `allow` of one was of use. */
export const CHANGE_HAZARDS: ReadonlySet<string> = new Set([
  ...['H001', 'H002', 'H003', 'H004', 'H005'],
  ...['H010', 'H011', 'H012', 'H013', 'H014', 'H017'],
]);

/** What the checks of connectors against their plugins and each other find, and `allow` silences. */
export const OFFLINE_CODES: ReadonlySet<string> = new Set([...lintRules.map(({ id }) => id), ...silenceableChecks]);

/**
 * Whether the definition itself has to make use of an `allow`: its own codes, and those that nothing can be silenced
 * by, such as an error's or a mistyped one's.
 */
export function isJudgedHere(code: string): boolean {
  return !CHANGE_HAZARDS.has(code) && !OFFLINE_CODES.has(code);
}
