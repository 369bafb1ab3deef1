import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  freePort,
  type RunningProcess,
  removeFolder,
  startConnectctl,
  tempFolder,
  waitUntil,
} from '../harness/index.ts';
import { runJava } from './java.ts';
import { describeReal } from './shared.ts';

const tools = 'org.apache.kafka.tools';

describeReal("Kafka's own command line tools on the embedded broker", () => {
  let folder: string;
  let broker: RunningProcess;
  let bootstrap: string;

  beforeAll(async () => {
    folder = tempFolder();
    bootstrap = `127.0.0.1:${await freePort()}`;
    broker = startConnectctl(['broker', '--listen', bootstrap, '--data', join(folder, 'data')], {
      logFile: join(folder, 'broker.log'),
    });
    await waitUntil('the embedded broker', () => /listening on/.test(broker.stdout()));
  });

  afterAll(async () => {
    await broker?.stop(0);
    if (folder) removeFolder(folder);
  });

  const at = (): string[] => ['--bootstrap-server', bootstrap];

  it('creates and describes a topic', async () => {
    const created = await runJava(`${tools}.TopicCommand`, [
      ...at(),
      '--create',
      '--topic',
      'tools',
      '--partitions',
      '3',
    ]);
    expect(created.stdout + created.stderr).toContain('Created topic tools.');
    const described = await runJava(`${tools}.TopicCommand`, [...at(), '--describe', '--topic', 'tools']);
    expect(described.stdout).toContain('PartitionCount: 3');
    expect(described.code).toBe(0);
  });

  it('produces, consumes in a group, and shows the group', async () => {
    const lines = Array.from({ length: 500 }, (_, i) => `line ${i}`);
    const produced = await runJava(`${tools}.ConsoleProducer`, [...at(), '--topic', 'console'], {
      input: `${lines.join('\n')}\n`,
    });
    expect(produced.code, produced.stderr).toBe(0);
    const consume = [
      '--topic',
      'console',
      '--from-beginning',
      '--group',
      'tools-group',
      '--max-messages',
      '500',
      '--timeout-ms',
      '20000',
    ];
    const consumed = await runJava(`${tools}.consumer.ConsoleConsumer`, [...at(), ...consume]);
    expect(consumed.stdout.trimEnd().split('\n')).toEqual(lines);
    const group = await runJava(`${tools}.consumer.group.ConsumerGroupCommand`, [
      ...at(),
      '--describe',
      '--group',
      'tools-group',
    ]);
    expect(group.stdout).toMatch(/tools-group\s+console\s+0\s+500\s+500\s+0/);
  });

  it('takes 50,000 records from ProducerPerformance, with an idempotent producer and compression', async () => {
    const result = await runJava(`${tools}.ProducerPerformance`, [
      ...['--topic', 'perf', '--num-records', '50000', '--record-size', '100', '--throughput', '-1'],
      ...['--producer-props', `bootstrap.servers=${bootstrap}`, 'enable.idempotence=true', 'compression.type=lz4'],
    ]);
    expect(result.stdout).toContain('50000 records sent');
    const offsets = await runJava(`${tools}.GetOffsetShell`, [...at(), '--topic', 'perf']);
    expect(offsets.stdout.trim()).toBe('perf:0:50000');
  });

  it("reads and changes a topic's settings", async () => {
    const alter = [
      '--alter',
      '--entity-type',
      'topics',
      '--entity-name',
      'console',
      '--add-config',
      'retention.ms=12345',
    ];
    const altered = await runJava('kafka.admin.ConfigCommand', [...at(), ...alter]);
    expect(altered.code, altered.stdout + altered.stderr).toBe(0);
    const shown = await runJava('kafka.admin.ConfigCommand', [
      ...at(),
      '--describe',
      '--entity-type',
      'topics',
      '--entity-name',
      'console',
    ]);
    expect(shown.stdout).toContain('retention.ms=12345');
  });
});
