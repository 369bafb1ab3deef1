import { ConnectFailure, parseWithBigints, settledOffsets } from '../../connect/index.ts';
import { Failure } from '../../core/index.ts';
import type { Connection } from '../connections.ts';
import { type PartitionOffset, readOffsets } from './offset-list.ts';

/** The offsets that a connector goes on from, as the worker shows them. Throws CC9014 before 3.5. */
export async function currentOffsets({ client }: Connection, name: string): Promise<readonly PartitionOffset[]> {
  try {
    return readOffsets(parseWithBigints(await settledOffsets(client, name)));
  } catch (error) {
    if (error instanceof ConnectFailure && error.apiMessage.startsWith('HTTP 404')) {
      throw new Failure('CC9014', `Offsets are shown from Kafka Connect 3.5 on; the worker at ${client.url} is older`);
    }
    throw error;
  }
}
