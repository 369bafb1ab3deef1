import { expect, test } from 'vitest';
import { tlsProblem } from '../../src/core/index.ts';

const words = { peer: 'worker', address: 'connect.url', ca: 'connect.tls.ca', cert: 'connect.tls.cert' } as const;
const alert = (number: number) => ({
  code: 'ERR_SSL_CERT',
  message: `ssl3_read_bytes:alert:SSL alert number ${number}\n`,
});

test.each<{ code: string; message: string; hasCert?: boolean; reason: string; help: string }>([
  { code: 'CERT_HAS_EXPIRED', message: 'certificate has expired', reason: 'has expired', help: 'Renew it' },
  { code: 'CERT_NOT_YET_VALID', message: 'x', reason: 'not valid yet', help: 'clock' },
  { code: 'ERR_TLS_CERT_ALTNAME_INVALID', message: 'Host: a. is not b', reason: 'a. is not b', help: 'connect.url' },
  { code: 'SELF_SIGNED_CERT_IN_CHAIN', message: 'self-signed', reason: 'self-signed', help: 'connect.tls.ca' },
  { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', message: 'first', reason: 'first', help: 'connect.tls.ca' },
  { ...alert(116), reason: 'wants a certificate', help: 'connect.tls.cert' },
  { ...alert(42), reason: 'wants a certificate', help: 'connect.tls.cert' },
  { ...alert(42), hasCert: true, reason: 'refuses the certificate', help: 'whose CA the worker trusts' },
  { ...alert(48), hasCert: true, reason: 'unknown CA', help: 'whose CA the worker trusts' },
  { ...alert(70), reason: 'no version of TLS from 1.2 on', help: 'Enable TLS' },
])('$code, $message, with a certificate: $hasCert', ({ code, message, hasCert = false, reason, help }) => {
  expect(tlsProblem(Object.assign(new Error(message), { code }), hasCert, words)).toEqual({
    reason: expect.stringContaining(reason),
    help: expect.stringContaining(help),
  });
});

test.each(['ECONNRESET', 'ECONNREFUSED', 'EPROTO'])('%s alone is no problem of TLS', (code) => {
  expect(tlsProblem(Object.assign(new Error('x'), { code }), true, words)).toBeUndefined();
});
