import type { ConnectClient } from './client.ts';

/** Offsets that go on changing are of a connector that runs: the last answer is as good as any. */
const MAX_READS = 5;

/**
 * The offsets of a connector as JSON text `{"offsets":[…]}`, read until two answers in a row are the same. Kafka Connect
 * lists the partitions it knows of before it reads its offsets topic to the end, so what was committed or set just before
 * can be missing in one answer and is in the next (seen on 4.3.1, distributed: in 2 of 40). A move that believed the
 * first would begin at zero.
 */
export async function settledOffsets(client: Pick<ConnectClient, 'offsetsText'>, name: string): Promise<string> {
  let before = await client.offsetsText(name);
  for (let reads = 1; reads < MAX_READS; reads++) {
    const answer = await client.offsetsText(name);
    // Equal offsets in another order are read once more, which does no harm.
    if (answer === before) return answer;
    before = answer;
  }
  return before;
}
