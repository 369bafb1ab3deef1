import { expect, test } from 'vitest';
import { maskUrlCredentials, replaceUrlCredentials } from '../../src/core/index.ts';

const rows: readonly (readonly [text: string, masked: string])[] = [
  ['http://me:p@ss@h:8083/x', 'http://me:(sensitive)@h:8083/x'],
  ['http://me@h:8083/x@y', 'http://me@h:8083/x@y'],
  ['mongodb://me:one@a:1,b:2/db?authSource=admin', 'mongodb://me:(sensitive)@a:1,b:2/db?authSource=admin'],
  ['jdbc:x://h/db?password=a,b&user=me', 'jdbc:x://h/db?password=(sensitive)&user=me'],
  ['amqp://h/?token=a,amqp://h2/?token=b', 'amqp://h/?token=(sensitive),amqp://h2/?token=(sensitive)'],
  [
    'jdbc:sqlserver://h:1433;user=sa;password={a;b};encrypt=true',
    'jdbc:sqlserver://h:1433;user=sa;password=(sensitive);encrypt=true',
  ],
  ['jdbc:oracle:thin:scott/tiger@//h:1521/svc', 'jdbc:oracle:thin:scott/(sensitive)@//h:1521/svc'],
  [
    'Endpoint=sb://h/;SharedAccessKeyName=n;SharedAccessKey=abc=',
    'Endpoint=sb://h/;SharedAccessKeyName=n;SharedAccessKey=(sensitive)',
  ],
  ['https://h/c?sv=1&sig=abc%3D', 'https://h/c?sv=1&sig=(sensitive)'],
  ['jdbc:x://h/db?password=${file:/s:k}', 'jdbc:x://h/db?password=${file:/s:k}'],
  ['a text; password=x', 'a text; password=x'],
];

test.each(rows)('%s', (text, masked) => {
  expect(maskUrlCredentials(text)).toBe(masked);
});

test('each credential of a text is handed out', () => {
  const found: string[] = [];
  replaceUrlCredentials('http://me:one@h/?token=two', (secret) => String(found.push(secret)));
  expect(found).toEqual(['one', 'two']);
});
