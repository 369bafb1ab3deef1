import { distance } from 'fastest-levenshtein';

/**
 * The candidate that a typo most likely meant, or undefined when none is near enough
 * (a third of the word's length, at least one edit; two neighbours swapped are one). Ties go to the first in code-unit order.
 *
 * @param limit edits at most
 */
export function suggest(
  word: string,
  candidates: Iterable<string>,
  limit = Math.max(1, Math.floor(Math.min(word.length, 24) / 3)),
): string | undefined {
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const d = edits(word, candidate);
    if (d < bestDistance || (d === bestDistance && best !== undefined && candidate < best)) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

function edits(word: string, candidate: string): number {
  if (candidate.toLowerCase() === word.toLowerCase()) return 0;
  return isSwapOf(word, candidate) ? 1 : distance(word, candidate);
}

/** `calss` for `class`: two edits as Levenshtein counts, and one slip of the fingers. */
function isSwapOf(word: string, candidate: string): boolean {
  if (word.length !== candidate.length) return false;
  let at = 0;
  while (word[at] === candidate[at]) at++;
  const swapped = word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2);
  return swapped === candidate;
}
