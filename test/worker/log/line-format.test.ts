import { describe, expect, test } from 'vitest';
import { jsonLine, LogLevels, TextLogger, textLine } from '../../../src/worker/log/index.ts';
import { loggerRoutes } from '../../../src/worker/rest/logger-routes.ts';

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

test.each([
  ['text', textLine, (line: string) => line.includes(' DEBUG [c|task-0] heard (a.b.C)')],
  ['JSON', jsonLine, (line: string) => JSON.parse(line).level === 'DEBUG'],
] as const)('a level that is set over REST counts from then on, in %s', async (_name, format, isHeard) => {
  const written: string[] = [];
  const levels = new LogLevels('INFO');
  const log = new TextLogger(levels, (text) => written.push(text), 'a', '', format).named('a.b.C', '[c|task-0] ');
  const route = loggerRoutes(levels).find(({ path }) => path === '/admin/loggers/{logger}');
  const set = (logger: string, level: string) =>
    route?.methods.PUT?.({
      path: { logger },
      query: new URLSearchParams(),
      baseUrl: '',
      body: JSON.stringify({ level }),
    });
  log.debug('not yet');
  await set('a.b', 'debug');
  log.debug('heard');
  await set('root', 'ERROR');
  log.warn('no more');
  expect(written.map(isHeard)).toEqual([true]);
});
