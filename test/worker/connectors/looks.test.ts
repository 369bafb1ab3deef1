import { describe, expect, test } from 'vitest';
import { Looks } from '../../../src/worker/connectors/looks.ts';

describe('a wait for what can only be looked at', () => {
  test('ends with the first look that finds something', async () => {
    const answers = [false, false, true, true];
    await new Looks(1, new AbortController().signal).until(() => answers.shift()!, 10);
    expect(answers).toEqual([true]);
  });

  test('ends after so many looks that find nothing', async () => {
    let looks = 0;
    const isThere = () => {
      looks++;
      return false;
    };
    const waits = new Looks(1, new AbortController().signal);
    await waits.until(isThere, 4);
    expect(looks).toBeLessThan(4);
    await waits.until(isThere, 4);
    expect(looks).toBeLessThan(8);
  });

  test('ends when its signal is aborted, and does not begin after that', async () => {
    const stopping = new AbortController();
    const waits = new Looks(60_000, stopping.signal);
    const waited = waits.until(() => false, 1);
    stopping.abort();
    await waited;
    await waits.until(() => false, 1);
  });

  test('rejects with what a look throws, as of a file whose disk is gone', async () => {
    const waits = new Looks(1, new AbortController().signal);
    const broken = () => {
      throw new Error('EIO');
    };
    await expect(waits.until(broken, 10)).rejects.toThrow('EIO');
    await waits.until(() => true, 10);
  });
});
