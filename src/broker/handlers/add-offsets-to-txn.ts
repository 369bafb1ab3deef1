import { addOffsetsToTxnApi } from '../../kafka/index.ts';
import { handler, NO_THROTTLE } from '../handler.ts';

export const handleAddOffsetsToTxn = handler(addOffsetsToTxnApi, (request, { broker }) => {
  const { transactionalId, producerId, producerEpoch, groupId } = request;
  const code = broker.transactions.addGroup(transactionalId, Number(producerId), producerEpoch, groupId);
  return { ...NO_THROTTLE, errorCode: code };
});
