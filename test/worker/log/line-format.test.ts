import { describe, expect, test } from 'vitest';
import { jsonLine, LogLevels, TextLogger, textLine } from '../../../src/worker/log/index.ts';

const entry = {
  time: new Date(2026, 0, 31, 12, 0, 0, 123),
  level: 'INFO',
  name: 'org.apache.kafka.X',
  context: '',
  message: 'Started',
  trace: '',
} as const;

describe('a line of text', () => {
  test('has the shape of the pattern that Kafka Connect ships', () => {
    expect(textLine({ ...entry, context: '[c|task-0] ' })).toBe(
      '[2026-01-31 12:00:00,123] INFO [c|task-0] Started (org.apache.kafka.X)\n',
    );
  });
});

describe('a line of JSON', () => {
  const rows = [
    { name: 'of no connector has no such field', context: '[worker] ', fields: {} },
    { name: 'of a connector names it', context: '[c|worker] ', fields: { connector: 'c' } },
    { name: 'of a task names both', context: '[c|task-12] ', fields: { connector: 'c', task: 12 } },
    {
      name: 'of a name with a bar in it keeps it whole',
      context: '[a|b|task-0] ',
      fields: { connector: 'a|b', task: 0 },
    },
  ];
  for (const { name, context, fields } of rows) {
    test(name, () => {
      expect(JSON.parse(jsonLine({ ...entry, context }))).toEqual({
        time: entry.time.toISOString(),
        level: 'INFO',
        logger: 'org.apache.kafka.X',
        message: 'Started',
        ...fields,
      });
    });
  }

  test('stays one line whatever is said, trace and all', () => {
    const written: string[] = [];
    const log = new TextLogger(new LogLevels('INFO'), (text) => written.push(text), 'a', '', jsonLine);
    log.named('a.b', '[c|task-0] ').error('two\nlines', new Error('why\n"quoted"'));
    expect(written).toHaveLength(1);
    expect(written[0]!.trimEnd()).not.toContain('\n');
    const { message, trace } = JSON.parse(written[0]!) as { readonly message: string; readonly trace: string };
    expect(message).toBe('two\nlines');
    expect(trace).toContain('why\n"quoted"');
  });
});
