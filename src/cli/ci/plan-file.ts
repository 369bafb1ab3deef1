import type { Review } from './ci-host.ts';

/** The name of what a run keeps of a review: it holds the commit, so that what is of another one is never taken for it. */
export function planFileOf({ head }: Pick<Review, 'head'>): string {
  return `${head}.json`;
}

/**
 * The artifact of one project and environment: `plan` as it was reviewed, `offline` what a check of a fork found. Names of
 * artifacts hold no slash, colon, quote or star, and two keys never give one name.
 */
export function artifactOf(kind: 'plan' | 'offline', key: string): string {
  const isolated = encodeURIComponent(key).replace(/[!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  return `connectctl-${kind}-${isolated.replaceAll('%', '~')}`;
}
