import { describe, expect, it } from 'vitest';
import { Sensitive } from '../../../src/core/index.ts';
import { authenticate } from '../../../src/kafka/connection/sasl.ts';
import { errorCode, KafkaError } from '../../../src/kafka/protocol/index.ts';

const sasl = { mechanism: 'plain', username: 'alice', password: new Sensitive('s3cret') } as const;

/** Answers in turn, and keeps what was asked. */
function server(...answers: readonly object[]) {
  const asked: object[] = [];
  const left = [...answers];
  const send = async (_api: unknown, body: object) => {
    asked.push(body);
    return left.shift();
  };
  return { asked, send: send as unknown as Parameters<typeof authenticate>[0] };
}

const welcome = { errorCode: 0, mechanisms: ['PLAIN'] };

describe('SASL', () => {
  it('PLAIN sends name and password as RFC 4616 says', async () => {
    const { asked, send } = server(welcome, { errorCode: 0, errorMessage: null, authBytes: Buffer.alloc(0) });
    await authenticate(send, sasl, 'kafka:9092');
    expect(asked).toEqual([{ mechanism: 'PLAIN' }, { authBytes: Buffer.from('\0alice\0s3cret') }]);
  });

  it.each([
    {
      name: 'a mechanism that is not offered',
      answers: [{ errorCode: 33, mechanisms: ['SCRAM-SHA-256', 'GSSAPI'] }],
      message: /kafka:9092 .* does not offer SASL PLAIN \(offered: SCRAM-SHA-256, GSSAPI\)/,
    },
    {
      name: 'a wrong password',
      answers: [welcome, { errorCode: 58, errorMessage: 'Invalid username or password', authBytes: Buffer.alloc(0) }],
      message: /kafka:9092 .*: Invalid username or password/,
    },
  ])('$name is a failure that no retry mends, without the password in it', async ({ answers, message }) => {
    const outcome = authenticate(server(...answers).send, sasl, 'kafka:9092');
    await expect(outcome).rejects.toMatchObject({
      code: 'CC7012',
      retryable: false,
      message: expect.stringMatching(message),
    });
    await outcome.catch((error: unknown) => expect(JSON.stringify([error, String(error)])).not.toContain('s3cret'));
  });

  it('a broker without SASL is told as one', async () => {
    const send = async () => Promise.reject(new KafkaError(errorCode('UNSUPPORTED_VERSION'), 'SaslHandshake at k'));
    await expect(authenticate(send, sasl, 'k')).rejects.toMatchObject({
      code: 'CC7012',
      message: expect.stringContaining('it knows no SASL'),
    });
  });

  it('SCRAM believes no server that cannot prove itself', async () => {
    const { send } = server(
      { errorCode: 0, mechanisms: ['SCRAM-SHA-512'] },
      { errorCode: 0, errorMessage: null, authBytes: Buffer.from('r=not-ours,s=AAAA,i=4096') },
    );
    await expect(authenticate(send, { ...sasl, mechanism: 'scram-sha-512' }, 'k')).rejects.toThrow(/another nonce/);
  });
});
