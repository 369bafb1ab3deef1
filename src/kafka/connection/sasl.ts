import { Failure } from '../../core/index.ts';
import type { KafkaConnectionConfig } from '../client.ts';
import {
  type Api,
  errorCode,
  KafkaError,
  type RequestInput,
  type ResponseOf,
  saslAuthenticateApi,
  saslHandshakeApi,
} from '../protocol/index.ts';
import { ScramClient } from './scram.ts';

type Send = <A extends Api>(api: A, body: RequestInput<A>) => Promise<ResponseOf<A>>;

/** Authenticates a fresh connection; throws Failure CC7012 when the broker refuses, which no retry mends. */
export async function authenticate(
  send: Send,
  sasl: NonNullable<KafkaConnectionConfig['sasl']>,
  address: string,
): Promise<void> {
  const mechanism = sasl.mechanism.toUpperCase();
  const handshake = await send(saslHandshakeApi, { mechanism }).catch((error: unknown) => {
    const isUnknown = error instanceof KafkaError && error.errorCode === errorCode('UNSUPPORTED_VERSION');
    throw isUnknown ? refused(address, 'it knows no SASL') : error;
  });
  if (handshake.errorCode !== 0) {
    const offered = handshake.mechanisms.join(', ');
    throw refused(address, `it does not offer SASL ${mechanism} (offered: ${offered || 'none'})`);
  }
  const exchange = async (message: string): Promise<string> => {
    const answer = await send(saslAuthenticateApi, { authBytes: Buffer.from(message) });
    if (answer.errorCode !== 0) throw refused(address, answer.errorMessage ?? 'the credentials are wrong');
    return answer.authBytes.toString('utf8');
  };
  if (sasl.mechanism === 'plain') {
    await exchange(`\0${sasl.username}\0${sasl.password.reveal()}`);
    return;
  }
  const hash = sasl.mechanism === 'scram-sha-256' ? 'sha256' : 'sha512';
  const scram = new ScramClient(hash, sasl.username, sasl.password.reveal());
  const serverFirst = await exchange(scram.firstMessage());
  scram.verify(await exchange(await scram.finalMessage(serverFirst)));
}

function refused(address: string, why: string): Failure {
  return new Failure('CC7012', `Kafka at ${address} refused to authenticate: ${why}`, {
    help: 'Check kafka.sasl in connectctl.yaml; of a worker: security.protocol, sasl.mechanism and sasl.jaas.config.',
  });
}
