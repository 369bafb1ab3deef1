import type { Review } from './ci-host.ts';

/** The name of the plan that was reviewed: it holds the commit, so that a plan of another one is never taken for it. */
export function planFileOf({ head }: Pick<Review, 'head'>): string {
  return `${head}.json`;
}

/** What a check of a fork keeps for the workflow that may comment. */
export const VALIDATION_FILE = 'validation.json';

/** The artifact of one project and environment. Names of artifacts hold no slash, colon, quote or star. */
export function artifactOf(kind: 'plan' | 'offline', key: string): string {
  return `connectctl-${kind}-${key.replace(/[^A-Za-z0-9._-]+/g, '-')}`;
}
