import { initProducerIdApi } from '../../kafka/index.ts';
import { handler, NO_THROTTLE } from '../handler.ts';

export const handleInitProducerId = handler(initProducerIdApi, (request, { broker }) => {
  const claimed = { producerId: Number(request.producerId), epoch: request.producerEpoch };
  const identity = broker.transactions.initProducer(request.transactionalId, request.transactionTimeoutMs, claimed);
  return {
    ...NO_THROTTLE,
    errorCode: identity.errorCode,
    producerId: BigInt(identity.producerId),
    producerEpoch: identity.epoch,
  };
});
