import { expect, test } from 'vitest';
import { maskCredentials, replaceCredentials } from '../../src/core/index.ts';

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
  [
    '-----BEGIN PRIVATE KEY-----\nMIIE\nabc=\n-----END PRIVATE KEY-----\n',
    '-----BEGIN PRIVATE KEY-----\n(sensitive)\n-----END PRIVATE KEY-----\n',
  ],
  [
    '{"private_key":"-----BEGIN RSA PRIVATE KEY-----\\nMIIE\\nabc\\n-----END RSA PRIVATE KEY-----\\n","x":1}',
    '{"private_key":"-----BEGIN RSA PRIVATE KEY-----\\n(sensitive)\\n-----END RSA PRIVATE KEY-----\\n","x":1}',
  ],
  [
    '-----BEGIN ENCRYPTED PRIVATE KEY-----MIIE-----END ENCRYPTED PRIVATE KEY-----',
    '-----BEGIN ENCRYPTED PRIVATE KEY-----(sensitive)-----END ENCRYPTED PRIVATE KEY-----',
  ],
  ['-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4\nMIIE', '-----BEGIN EC PRIVATE KEY-----\n(sensitive)'],
  [
    '-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----',
    '-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n(sensitive)\n-----END PRIVATE KEY-----',
  ],
  [
    `PlainLoginModule required username="u" password="a'b\\"c;d" tokenauth=true;`,
    'PlainLoginModule required username="u" password=(sensitive) tokenauth=true;',
  ],
  [`x.LoginModule required clientSecret='s' p=1;`, 'x.LoginModule required clientSecret=(sensitive) p=1;'],
  ['{"j":"x.LoginModule required password=\\"s\\";"}', '{"j":"x.LoginModule required password=(sensitive);"}'],
  ['x.LoginModule required password="${file:/s:k}";', 'x.LoginModule required password="${file:/s:k}";'],
  ['X-A: 1, Authorization: Bearer abc.d-e=, X-B: 2', 'X-A: 1, Authorization: Bearer (sensitive), X-B: 2'],
  ['{"authorization":"Basic dTpw"}', '{"authorization":"Basic (sensitive)"}'],
  ['{"a":1,"client_secret" : "x\\"y","b":2}', '{"a":1,"client_secret" : "(sensitive)","b":2}'],
  ['{"db.password":"${file:/s:k}"}', '{"db.password":"${file:/s:k}"}'],
  ['a "password": "x"', 'a "password": "x"'],
  ['Authorization=Bearer ${file:/s:k}', 'Authorization=Bearer ${file:/s:k}'],
  ['authorization: none', 'authorization: none'],
];

test.each(rows)('%s', (text, masked) => {
  expect(maskCredentials(text)).toBe(masked);
});

test('each credential of a text is handed out', () => {
  const found: string[] = [];
  replaceCredentials('http://me:one@h/?token=two', (secret) => String(found.push(secret)));
  expect(found).toEqual(['one', 'two']);
});
