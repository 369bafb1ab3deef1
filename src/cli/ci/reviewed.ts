import { createHash } from 'node:crypto';
import { createTwoFilesPatch } from 'diff';
import type { SavedPlan } from '../../plan/index.ts';

/**
 * What a reviewer agreed to, as text: the changes as `plan --format json` has them, byte for byte, where they are to
 * happen (one Kafka cluster may have several Connect clusters), and as whose. Two plans may be swapped where these are equal.
 */
function reviewedText({ project, environment, connect, changes, saved }: SavedPlan): string {
  const where = { kafkaClusterId: connect.kafkaClusterId, ...saved.settings };
  return JSON.stringify({ project, environment, ...where, changes }, undefined, 2);
}

/** A name for what is planned, to approve it by. */
export function digestOf(plan: SavedPlan): string {
  return `sha256:${createHash('sha256').update(reviewedText(plan)).digest('hex')}`;
}

export function isAsReviewed(reviewed: SavedPlan, now: SavedPlan): boolean {
  return reviewedText(reviewed) === reviewedText(now);
}

/** What differs, as a unified diff of the two texts. */
export function differenceOf(reviewed: SavedPlan, now: SavedPlan): string {
  const patch = createTwoFilesPatch('reviewed', 'planned now', reviewedText(reviewed), reviewedText(now), '', '', {
    context: 4,
  });
  // Its first lines underline and name the files once more than a fence of its own needs.
  return patch.slice(patch.indexOf('---')).trimEnd();
}
