import { describe, expect, test } from 'vitest';
import { schemas } from '../../../src/worker/data/index.ts';
import {
  type ErrorReporter,
  type FailedRecord,
  LogReporter,
  RecordErrors,
  type RecordFailure,
} from '../../../src/worker/errors/index.ts';
import { silentLogger } from '../../../src/worker/log/index.ts';
import { RetriableError } from '../../../src/worker/plugins/index.ts';
import { noTolerance } from '../runtime/task-setup.ts';

const consumed: FailedRecord = {
  kind: 'sink',
  record: {
    topic: 't',
    partition: 0,
    offset: 5n,
    timestampMs: 7,
    timestampType: 'CreateTime',
    key: null,
    value: Buffer.from('secret'),
    headers: [],
  },
};
const polled: FailedRecord = {
  kind: 'source',
  record: {
    kind: 'source',
    topic: 't',
    partition: null,
    keySchema: null,
    key: null,
    valueSchema: schemas.string,
    value: 'secret',
    timestampMs: null,
    headers: [],
    sourcePartition: { f: 'x' },
    sourceOffset: { p: 1 },
  },
};
const at = { stage: 'VALUE_CONVERTER', className: 'test.Converter' } as const;

function reportOf(failed: FailedRecord, includeMessages: boolean): string[] {
  const lines: string[] = [];
  const log = {
    ...silentLogger,
    named: () => ({ ...silentLogger, error: (message: string) => void lines.push(message) }),
  };
  const reporter = new LogReporter({ connector: 'c', task: 1 }, includeMessages, log);
  void reporter.report({ ...at, failed, error: new Error('bad') });
  return lines;
}

describe('the log of failed records', () => {
  test('names task, stage and class, and nothing of the record unless asked', () => {
    const line = "Error encountered in task c-1. Executing stage 'VALUE_CONVERTER' with class 'test.Converter'.";
    expect(reportOf(consumed, false)).toEqual([line]);
    expect(reportOf(polled, false)).toEqual([line]);
  });

  test('says where a consumed record stands', () => {
    expect(reportOf(consumed, true)).toEqual([
      "Error encountered in task c-1. Executing stage 'VALUE_CONVERTER' with class 'test.Converter', where consumed " +
        "record is {topic='t', partition=0, offset=5, timestamp=7, timestampType=CreateTime}.",
    ]);
  });

  test('prints a source record', () => {
    expect(reportOf(polled, true)[0]).toContain(
      ", where source record is = SourceRecord{sourcePartition={f=x}, sourceOffset={p=1}} ConnectRecord{topic='t', ",
    );
  });
});

describe('a record that fails', () => {
  function setup(config: Partial<typeof noTolerance>) {
    const failures: RecordFailure[] = [];
    const reporter: ErrorReporter = { report: async (failure) => void failures.push(failure) };
    const stopping = new AbortController();
    const errors = new RecordErrors({ ...noTolerance, ...config }, [reporter], stopping.signal);
    return { errors, failures, stopping };
  }

  test('is dropped and reported where errors are tolerated', async () => {
    const { errors, failures } = setup({ tolerance: 'all' });
    expect(
      await errors.recover(
        new Error('bad'),
        consumed,
        () => at,
        () => 'again',
      ),
    ).toBeNull();
    expect(failures).toMatchObject([{ ...at, failed: consumed }]);
  });

  test('is fatal and reported where they are not', async () => {
    const { errors, failures } = setup({});
    const cause = new Error('bad');
    await expect(
      errors.recover(
        cause,
        consumed,
        () => at,
        () => 'again',
      ),
    ).rejects.toMatchObject({
      message: 'Tolerance exceeded in error handler',
      cause,
    });
    expect(failures).toHaveLength(1);
  });

  test('is not tried again unless its error says so, nor without a retry timeout', async () => {
    let tries = 0;
    const again = () => {
      tries++;
      throw new RetriableError('still');
    };
    const patient = setup({ tolerance: 'all', retryTimeoutMs: -1 });
    await patient.errors.recover(new Error('bad'), consumed, () => at, again);
    await setup({ tolerance: 'all' }).errors.recover(new RetriableError('later'), consumed, () => at, again);
    expect(tries).toBe(0);
  });

  test('is tried until the timeout, then treated like any other', async () => {
    let tries = 0;
    const { errors, failures } = setup({ tolerance: 'all', retryTimeoutMs: 60, retryDelayMaxMs: 5 });
    const again = () => {
      tries++;
      throw new RetriableError('still');
    };
    expect(await errors.recover(new RetriableError('later'), consumed, () => at, again)).toBeNull();
    expect(tries).toBeGreaterThan(2);
    expect(failures).toHaveLength(1);
  });

  test('is neither dropped nor reported when the task is stopped meanwhile', async () => {
    const { errors, failures, stopping } = setup({ tolerance: 'all', retryTimeoutMs: -1 });
    const recovering = errors.recover(
      new RetriableError('later'),
      consumed,
      () => at,
      () => 'again',
    );
    stopping.abort();
    await expect(recovering).rejects.toBe(stopping.signal.reason);
    expect(failures).toEqual([]);
  });
});
