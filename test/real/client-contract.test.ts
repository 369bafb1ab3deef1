import { beforeAll } from 'vitest';
import { clientContract } from '../kafka/client-contract.ts';
import { describeReal, sharedBroker } from './shared.ts';

describeReal('our Kafka clients on Kafka 4.3.1', () => {
  let bootstrap: string;
  beforeAll(async () => {
    bootstrap = await sharedBroker();
  });
  clientContract(() => bootstrap);
});
