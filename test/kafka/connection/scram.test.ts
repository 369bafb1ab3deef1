import { expect, it } from 'vitest';
import { ScramClient } from '../../../src/kafka/connection/scram.ts';

// The exchange of RFC 7677, section 3.
const nonce = 'rOprNGfwEbeRWgbNEkqO';
const serverFirst = 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096';

it('proves that it knows the password, and checks that the server does', async () => {
  const client = new ScramClient('sha256', 'user', 'pencil', nonce);
  expect(client.firstMessage()).toBe('n,,n=user,r=rOprNGfwEbeRWgbNEkqO');
  expect(await client.finalMessage(serverFirst)).toBe(
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
  );
  client.verify('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=');
});

it.each([
  { name: 'another nonce', answer: 'r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096', why: /another nonce/ },
  { name: 'too few iterations', answer: serverFirst.replace('4096', '1'), why: /fewer than 4096/ },
  { name: 'no iterations', answer: serverFirst.replace(',i=4096', ''), why: /fewer than 4096/ },
])('refuses a server with $name', async ({ answer, why }) => {
  const client = new ScramClient('sha256', 'user', 'pencil', nonce);
  await expect(client.finalMessage(answer)).rejects.toThrow(why);
});

it.each(['v=AAAA', 'e=invalid-proof', ''])('refuses a server that cannot prove itself: %s', async (answer) => {
  const client = new ScramClient('sha256', 'user', 'pencil', nonce);
  await client.finalMessage(serverFirst);
  expect(() => client.verify(answer)).toThrow(/could not prove/);
});

it('escapes what has a meaning in a name', () => {
  expect(new ScramClient('sha512', 'a=b,c', 'x', 'N').firstMessage()).toBe('n,,n=a=3Db=2Cc,r=N');
});
