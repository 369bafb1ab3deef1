import { expect, it } from 'vitest';
import { describeReal, sharedDistributed, sharedStandalone } from './shared.ts';

describeReal('real Kafka Connect', () => {
  it.each([
    { name: 'standalone', get: () => sharedStandalone() },
    { name: 'distributed', get: () => sharedDistributed() },
  ])('$name answers GET / with its version', async ({ get }) => {
    const { url } = await get();
    expect(await (await fetch(`${url}/`)).json()).toMatchObject({ version: '4.3.1' });
  });
});
