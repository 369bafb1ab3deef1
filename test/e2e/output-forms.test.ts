import { expect, it, onTestFinished } from 'vitest';
import { startFakeConnect } from '../connect/fake-connect.ts';
import { runConnectctl } from '../harness/index.ts';

const rows = [
  { argv: ['get', 'connectors', '-o', 'table'], stdout: /^NAME +TYPE +STATE/ },
  { argv: ['get', 'connectors', '-o', 'json'], stdout: /^\[\n {2}\{\n {4}"name": "a",/ },
  { argv: ['get', 'connectors', '-o', 'yaml'], stdout: /^- name: a\n {2}type: source\n/ },
  { argv: ['get', 'connectors', '-o', 'name'], stdout: /^a\n$/ },
  { argv: ['describe', 'a', '-o', 'yaml'], stdout: /^- name: a\n/ },
  { argv: ['doctor', '-o', 'yaml'], stdout: /^- environment: / },
  { argv: ['pause', 'a', '-o', 'yaml'], stdout: /^- name: a\n {2}result: done\n/ },
];

// In the built binary packages are loaded another way than in the other rings.
it.each(rows)('the built binary prints $argv', async ({ argv, stdout }) => {
  const { url, fake, close } = await startFakeConnect();
  onTestFinished(() => close());
  fake.add('a', { 'connector.class': 'FileStreamSource', file: '/a', topic: 't' });
  const ran = await runConnectctl([...argv, '--connect', url]);
  expect(ran).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(stdout) });
});
