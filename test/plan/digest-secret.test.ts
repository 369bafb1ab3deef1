import { scryptSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { digestAround, formatApplied, isDigestOf, parseApplied } from '../../src/plan/digest.ts';
import { digestSecret, digestWholeSecret } from '../../src/plan/digest-secret.ts';

const salt = { clusterId: 'cluster-1', connector: 'a' };

test('the digest of one word is the first byte of a scrypt with N = 16384', () => {
  const byte = scryptSync('hunter2', 'connectctl\0cluster-1\0', 1, { N: 16_384, r: 8, p: 1 }).toString('hex');
  expect(digestSecret(salt, 'hunter2')).toBe(`w${byte}`);
  expect(digestWholeSecret(salt, 'hunter2')).toBe(`s${byte}`);
});

const changes: readonly [string, string][] = [
  ['hunter2', 'hunter3'],
  ['hunter2', 'Hunter2'],
  ['hunter2', ''],
  ['a-b', 'a_b'],
  ['a-b', 'a-b-'],
  ['x required password="one";', 'x required password="two";'],
  ['x required password="one";', 'x required username="me" password="one";'],
  ['me:one', 'you:one'],
];

test.each(changes)('%s and %s have two digests', (a, b) => {
  expect(digestSecret(salt, a)).not.toBe(digestSecret(salt, b));
});

test('another cluster gives another byte', () => {
  expect(digestSecret({ clusterId: 'cluster-2' }, 'hunter2')).not.toBe(digestSecret(salt, 'hunter2'));
});

test('what stands around a secret in a URL is seen for certain, and the secret by its byte', () => {
  const digest = digestAround(salt, 'dsn', 'jdbc:x://h/db?password=one');
  expect(digest.slice(-3)).toBe(digestSecret(salt, 'one'));
  expect(isDigestOf(digest, salt, 'dsn', 'jdbc:x://h/db?password=one')).toBe(true);
  expect(isDigestOf(digest, salt, 'dsn', 'jdbc:x://h/db?password=two')).toBe(false);
  expect(digestAround(salt, 'dsn', 'jdbc:x://h2/db?password=one').slice(0, 6)).not.toBe(digest.slice(0, 6));
});

test('a mark of the first version is read, and its digests are of the whole text', () => {
  const text = 'x required password="one";';
  const read = parseApplied(`1 file=abcdef,sasl.jaas.config=${digestWholeSecret(salt, text)}`);
  expect([...read!.keys()]).toEqual(['file', 'sasl.jaas.config']);
  expect(isDigestOf(read!.get('sasl.jaas.config')!, salt, 'sasl.jaas.config', text)).toBe(true);
  expect(isDigestOf(read!.get('sasl.jaas.config')!, salt, 'sasl.jaas.config', 'other')).toBe(false);
});

test('a mark of a version to come says nothing', () => {
  expect(parseApplied('3 file=abcdef')).toBeUndefined();
  expect(formatApplied(new Map([['file', 'abcdef']]))).toBe('2 file=abcdef');
});
