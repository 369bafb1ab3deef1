import { describe, expect, test } from 'vitest';
import { RecordErrors } from '../../../src/worker/errors/index.ts';
import { LookupNeeded, RetriableError } from '../../../src/worker/plugins/index.ts';

const position = () => ({ stage: 'VALUE_CONVERTER', className: 'C' }) as const;
const record = {
  topic: 't',
  partition: null,
  keySchema: null,
  key: null,
  valueSchema: null,
  value: null,
  timestampMs: null,
  headers: [],
  sourcePartition: null,
  sourceOffset: null,
} as const;
const failed = { kind: 'source', record: { kind: 'source', ...record } } as const;

function recordErrors(signal = new AbortController().signal, retryTimeoutMs = 0): RecordErrors {
  const config = { retryTimeoutMs, retryDelayMaxMs: 1, tolerance: 'none', logEnabled: false } as const;
  return new RecordErrors({ ...config, logIncludesMessages: false, deadLetterQueue: null }, [], signal);
}

describe('a conversion that has to look something up', () => {
  test('is done again when the answer is there, without any errors.retry.timeout', async () => {
    let isHere = false;
    const lookup = new LookupNeeded(
      new Promise((resolve) => {
        setTimeout(() => {
          isHere = true;
          resolve();
        }, 5);
      }),
    );
    expect(await recordErrors().recover(lookup, failed, position, () => isHere)).toBe(true);
  });

  test('may have several things to look up', async () => {
    let asked = 0;
    const again = () => {
      if (++asked < 3) throw new LookupNeeded(Promise.resolve());
      return asked;
    };
    expect(await recordErrors().recover(new LookupNeeded(Promise.resolve()), failed, position, again)).toBe(3);
  });

  test('fails with what the lookup failed with', async () => {
    const lookup = new LookupNeeded(Promise.reject(new Error('no such schema')));
    await expect(recordErrors().recover(lookup, failed, position, () => 1)).rejects.toMatchObject({
      message: 'Tolerance exceeded in error handler',
      cause: { message: 'no such schema' },
    });
  });

  test('is tried again after a failure that may pass, while errors.retry.timeout lasts', async () => {
    const lookup = new LookupNeeded(Promise.reject(new RetriableError('away')));
    expect(await recordErrors(undefined, 60_000).recover(lookup, failed, position, () => 'here')).toBe('here');
  });

  test('ends when the task is stopped, though no answer ever comes', async () => {
    const stopping = new AbortController();
    const recovering = recordErrors(stopping.signal).recover(
      new LookupNeeded(new Promise(() => {})),
      failed,
      position,
      () => 1,
    );
    stopping.abort(new Error('stopped'));
    await expect(recovering).rejects.toThrow('stopped');
  });

  test('does not ask for ever', async () => {
    let asked = 0;
    const again = () => {
      asked++;
      throw new LookupNeeded(Promise.resolve());
    };
    await expect(recordErrors().recover(new LookupNeeded(Promise.resolve()), failed, position, again)).rejects.toThrow(
      'Tolerance exceeded in error handler',
    );
    expect(asked).toBeLessThan(1000);
  });
});
