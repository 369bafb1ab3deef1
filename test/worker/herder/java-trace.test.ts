import { openSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ConnectError } from '../../../src/worker/plugins/index.ts';
import { javaErrorText, javaTrace } from '../../../src/worker/runtime/index.ts';

function missingFile(): unknown {
  try {
    return openSync('/no/such/file', 'r');
  } catch (error) {
    return error;
  }
}

test.each<[unknown, string]>([
  [new ConnectError('no'), 'org.apache.kafka.connect.errors.ConnectException: no'],
  [new ConnectError('no', { javaClass: 'a.B' }), 'a.B: no'],
  [new TypeError('x'), 'TypeError: x'],
  [new RangeError(''), 'RangeError'],
  ['text', 'java.lang.RuntimeException: text'],
  [missingFile(), 'java.nio.file.NoSuchFileException: /no/such/file'],
])('%s', (error, expected) => {
  expect(javaErrorText(error)).toBe(expected);
});

test('a trace has frames without paths, and every cause once', () => {
  const inner = new ConnectError('inner');
  const outer = new ConnectError('outer', { cause: inner });
  Object.assign(inner, { cause: outer });
  const lines = javaTrace(outer).split('\n');
  expect(lines.filter((line) => !line.startsWith('\t'))).toEqual([
    'org.apache.kafka.connect.errors.ConnectException: outer',
    'Caused by: org.apache.kafka.connect.errors.ConnectException: inner',
    '',
  ]);
  expect(lines[1]).toMatch(/^\tat [^/]+\(java-trace\.test\.ts:\d+\)$/);
});
