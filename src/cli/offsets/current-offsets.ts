import { isCallMissing, parseWithBigints, settledOffsets } from '../../connect/index.ts';
import { Failure } from '../../core/index.ts';
import type { Connection } from '../connections.ts';
import { type PartitionOffset, readOffsets } from './offset-list.ts';

/** The offsets that a connector goes on from, as the worker shows them. Throws CC9014 where it has none (before 3.5). */
export async function currentOffsets({ client }: Connection, name: string): Promise<readonly PartitionOffset[]> {
  try {
    return readOffsets(parseWithBigints(await settledOffsets(client, name)));
  } catch (error) {
    if (!isCallMissing(error)) throw error;
    throw new Failure(
      'CC9014',
      `Offsets are shown from Kafka Connect 3.5 on, and the worker at ${client.url} does not have them`,
      { cause: error, help: error.help },
    );
  }
}
