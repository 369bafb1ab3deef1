import { expect, test } from 'vitest';
import { parseConnectorFile } from '../../../src/worker/connector-file.ts';

test.each<[string, string, unknown]>([
  ['properties', 'name=a\nx = 1', { name: 'a', config: { name: 'a', x: '1' } }],
  [
    'flat JSON',
    '{"name":"a","x":1,"y":true,"z":1.50}',
    { name: 'a', config: { name: 'a', x: '1', y: 'true', z: '1.50' } },
  ],
  ['a request', '{"name":"a","config":{"x":"1"}}', { name: 'a', config: { x: '1', name: 'a' } }],
  [
    'a request with a state',
    '{"name":"a","config":{},"initial_state":"paused"}',
    { name: 'a', config: { name: 'a' }, initialState: 'PAUSED' },
  ],
  ['a request with more fields', '{"name":"a","config":{},"other":[]}', { name: 'a', config: { name: 'a' } }],
])('%s', (_name, text, expected) => {
  expect(parseConnectorFile(Buffer.from(text), 'f')).toEqual(expected);
});

test.each<[string, Buffer]>([
  ['UTF-8 with a mark', Buffer.from('\ufeff{"name":"ä","x":"1"}')],
  ['UTF-16 with a mark', Buffer.from('\ufeff{"name":"ä","x":"1"}', 'utf16le')],
])('JSON in %s', (_name, bytes) => {
  expect(parseConnectorFile(bytes, 'f')).toEqual({ name: 'ä', config: { name: 'ä', x: '1' } });
});

test('JSON in another encoding makes no connector of a name that nobody wrote', () => {
  expect(() => parseConnectorFile(Buffer.from('{"name":"ä","x":"1"}', 'latin1'), 'f')).toThrow(
    "Connector configuration at 'f' is missing the mandatory 'name' configuration",
  );
});

test('a file that was to be JSON is told what is wrong with it', () => {
  expect(() => parseConnectorFile(Buffer.from('{"name":"a","config":{}'), 'f')).toThrow(
    "Connector configuration at 'f' is missing the mandatory 'name' configuration; it was read as properties, for it is not valid JSON: Unexpected end of JSON text",
  );
});

test('a request whose names differ is refused', () => {
  expect(() => parseConnectorFile(Buffer.from('{"name":"a","config":{"name":"b"}}'), 'f')).toThrow(
    "Connector name configuration in 'config' doesn't match the one specified in 'name' at 'f'",
  );
});
