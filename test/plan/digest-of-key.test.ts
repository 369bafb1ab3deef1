import { generateKeyPairSync } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { digestSecret } from '../../src/plan/digest-secret.ts';

const { scrypts } = vi.hoisted(() => ({ scrypts: { count: 0 } }));

vi.mock('node:crypto', async (original) => {
  const real = await original<typeof import('node:crypto')>();
  return {
    ...real,
    scryptSync: (...args: Parameters<typeof real.scryptSync>) => {
      scrypts.count++;
      return real.scryptSync(...args);
    },
  };
});

test.each<{ name: string; spelled: (pem: string) => string }>([
  { name: 'as a file', spelled: (pem) => pem },
  { name: 'within JSON', spelled: (pem) => JSON.stringify({ private_key: pem }) },
])('a private key $name is one word, and costs no more than a sentence', ({ spelled }) => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  scrypts.count = 0;
  digestSecret({ clusterId: 'c' }, spelled(privateKey));
  // BEGIN, PRIVATE, KEY, END, the key, and in JSON the name and two line ends.
  expect(scrypts.count).toBeGreaterThan(0);
  expect(scrypts.count).toBeLessThan(10);
});
