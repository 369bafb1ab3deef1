import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder, writeFiles } from '../../harness/index.ts';
import { run, sink, source, startStandIn } from './harness.ts';

function project(): string {
  const folder = testFolder();
  writeFiles(folder, {
    'connectctl.yaml': `project: p
environments:
  prod: { connect: { url: "https://x:8083", auth: { basic: { username: u, password: "\${env.NOT_SET_HERE}" } } } }
defaultEnvironment: prod
`,
    'pipelines/a.yaml': `pipeline: orders
labels: { team: data }
connectors:
  - name: orders-source
    class: FileStreamSource
    config: { file: a.txt, topic: orders }
  - name: orders-sink
    class: FileStreamSink
    config: { file: b.txt, topics: orders }
  - name: odd-source
    class: com.example.OddSource
    config: { where: elsewhere }
`,
  });
  return folder;
}

describe('graph', () => {
  it('draws what the files say, without any worker or its credentials', async () => {
    const { code, stdout, stderr } = await run(['graph', 'orders-*', '-C', project()]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`flowchart LR
  subgraph p0["orders"]
    c0["orders-sink<br/>FileStreamSink"]
    c1["orders-source<br/>FileStreamSource"]
    t0[("orders")]
  end
  t0 --> c0
  c1 --> t0
`);
  });

  it('says on stderr whose topics are not known', async () => {
    const { stdout, stderr } = await run(['graph', '-C', project(), '--format', 'dot']);
    expect(stderr).toContain('note: the topics of odd-source are not known: ');
    expect(stdout).toContain('odd-source\\nOddSource');
  });

  it.each([
    { selector: 'label.team=data', holds: 'odd-source' },
    { selector: 'pipeline=orders', holds: 'odd-source' },
  ])('takes $selector', async ({ selector, holds }) => {
    expect((await run(['graph', selector, '-C', project()])).stdout).toContain(holds);
  });

  it('suggests what a selector was to mean', async () => {
    const ran = await run(['graph', 'order-sink', '-C', project()]);
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('Did you mean "orders-sink"?') });
  });

  it('writes a file, and says when it cannot', async () => {
    const folder = project();
    expect(await run(['graph', '-C', folder, '--format', 'svg', '--out', 'g.svg'], { cwd: folder })).toMatchObject({
      code: 0,
      stdout: '',
    });
    expect(readFileSync(join(folder, 'g.svg'), 'utf8')).toMatch(/^<svg /);
    const ran = await run(['graph', '-C', folder, '--out', 'no/such/folder.svg'], { cwd: folder });
    expect(ran).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('error CC9002  no/such/folder.svg cannot be written'),
    });
  });

  it('draws a live worker with states, a failed task included', async () => {
    const worker = await startStandIn({
      failWith: (config) => (config['file'] === '/bad' ? 'java.lang.Error: x' : undefined),
    });
    worker.fake.add('a', source('t', { 'connectctl.pipeline': 'p' }));
    worker.fake.add('b', sink('t', { file: '/bad', 'connectctl.pipeline': 'p' }));
    expect((await worker.run(['graph'])).stdout).toBe(`flowchart LR
  subgraph p0["p"]
    c0["a<br/>FileStreamSourceConnector<br/>RUNNING"]
    c1["b<br/>FileStreamSinkConnector<br/>FAILED"]
    t0[("t")]
  end
  c0 --> t0
  t0 --> c1
  classDef failed stroke:#cf222e,stroke-width:2px
  class c1 failed
  classDef running stroke:#1a7f37,stroke-width:2px
  class c0 running
`);
  });
});
