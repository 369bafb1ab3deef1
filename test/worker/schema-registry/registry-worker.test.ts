import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startBroker } from '../../../src/broker/index.ts';
import { LogLevels, startStandalone, TextLogger } from '../../../src/worker/index.ts';
import { testFolder, waitUntil } from '../../harness/index.ts';
import { RegistryStandIn } from './registry-stand-in.ts';

test.each([
  ['Avro', 'io.confluent.connect.avro.AvroConverter'],
  ['JSON Schema', 'io.confluent.connect.json.JsonSchemaConverter'],
  ['Protobuf', 'io.confluent.connect.protobuf.ProtobufConverter'],
])(
  'a worker writes and reads %s with a registry, in order, and asks once a schema',
  {
    timeout: 60_000,
  },
  async (_name, converter) => {
    const folder = testFolder();
    const [input, output] = [join(folder, 'in.txt'), join(folder, 'out.txt')];
    const registry = await new RegistryStandIn().start();
    onTestFinished(() => registry.close());
    const broker = await startBroker({ host: '127.0.0.1', port: 0, dataDir: join(folder, 'broker') });
    onTestFinished(() => broker.close());
    const lines = `${Array.from({ length: 1000 }, (_, i) => `line ${i}`).join('\n')}\n`;
    writeFileSync(input, lines);
    const [source, sink] = [join(folder, 'source.properties'), join(folder, 'sink.properties')];
    writeFileSync(source, `name=s\nconnector.class=FileStreamSource\nfile=${input}\ntopic=t\nbatch.size=10\n`);
    writeFileSync(sink, `name=k\nconnector.class=FileStreamSink\nfile=${output}\ntopics=t\n`);
    const levels = new LogLevels('WARN');
    let log = '';
    const worker = await startStandalone({
      workerProps: {
        'bootstrap.servers': `127.0.0.1:${broker.port}`,
        'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
        'value.converter': converter,
        'value.converter.schema.registry.url': registry.url,
        'offset.storage.file.filename': join(folder, 'connect.offsets'),
        listeners: 'http://127.0.0.1:0',
      },
      connectorFiles: [source, sink],
      log: new TextLogger(
        levels,
        (line) => {
          log += line;
        },
        'test',
      ),
      logLevels: levels,
    });
    onTestFinished(() => worker.close());
    await waitUntil('the lines', () => readFileSync(output, 'utf8') === lines, { timeoutMs: 50_000 }).catch(
      (error: unknown) => {
        throw new Error(`${String(error).slice(0, 200)}\n${log}`);
      },
    );
    expect(registry.requests).toEqual([
      'POST /subjects/t-value/versions?normalize=false',
      'GET /schemas/ids/1?fetchMaxId=false&subject=t-value',
      'POST /subjects/t-value?normalize=false&deleted=true',
    ]);
  },
);
