import { endTxnApi } from '../../kafka/index.ts';
import { handler, NO_THROTTLE } from '../handler.ts';

export const handleEndTxn = handler(endTxnApi, (request, { broker }) => {
  const { transactionalId, producerId, producerEpoch, committed } = request;
  return {
    ...NO_THROTTLE,
    errorCode: broker.transactions.end(transactionalId, Number(producerId), producerEpoch, committed),
  };
});
