import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  freePort,
  type RunningProcess,
  startConnectctl,
  startConnectStandalone,
  testFolder,
  waitForState,
  waitUntil,
} from '../harness/index.ts';

it('connect-standalone on the embedded broker: a file through a topic into a file, over restarts of both', async () => {
  const folder = testFolder();
  const [brokerPort, restPort] = [await freePort(), await freePort()];
  const [input, output] = [join(folder, 'in.txt'), join(folder, 'out.txt')];
  writeFileSync(input, 'one\ntwo\n');
  const worker = join(folder, 'worker.properties');
  writeFileSync(
    worker,
    `bootstrap.servers=127.0.0.1:${brokerPort}
listeners=http://127.0.0.1:${restPort}
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.storage.StringConverter
offset.storage.file.filename=${folder}/connect.offsets
`,
  );
  const source = join(folder, 'source.properties');
  writeFileSync(source, `name=s\nconnector.class=FileStreamSource\nfile=${input}\ntopic=lines\n`);
  const sink = join(folder, 'sink.properties');
  writeFileSync(sink, `name=k\nconnector.class=FileStreamSink\nfile=${output}\ntopics=lines\n`);
  const url = `http://127.0.0.1:${restPort}`;

  let expected = 'one\ntwo\n';
  for (const turn of ['first', 'second', 'third']) {
    const broker = await startBroker(folder, brokerPort);
    const connect = startConnectStandalone([worker, source, sink], { logFile: join(folder, `worker-${turn}.log`) });
    onTestFinished(async () => void (await connect.stop(0)));
    await waitForState(url, 's', 'RUNNING');
    await waitForState(url, 'k', 'RUNNING');
    appendFileSync(input, `${turn} line\n`);
    expected += `${turn} line\n`;
    await waitUntil(`the ${turn} line in the sink file`, () => readFileSync(output, 'utf8') === expected);
    expect(await connect.stop(10_000)).toEqual({ code: 0, signal: null });
    expect(await broker.stop(10_000)).toEqual({ code: 0, signal: null });
  }
});

async function startBroker(folder: string, port: number): Promise<RunningProcess> {
  const broker = startConnectctl(['broker', '--listen', `127.0.0.1:${port}`, '--data', join(folder, 'broker')], {
    logFile: join(folder, 'broker.log'),
  });
  onTestFinished(async () => void (await broker.stop(0)));
  await waitUntil('the broker', () => /listening on/.test(broker.stdout()));
  return broker;
}
