import { describe, expect, test } from 'vitest';
import { ConfigTransformer, configuredProviders } from '../../../src/worker/config-providers/index.ts';
import { Herder } from '../../../src/worker/runtime/index.ts';
import { waitUntil } from '../../harness/index.ts';
import { fakeHerder, source } from '../herder/fakes.ts';

/** A herder whose provider `vault` gives what `secret` holds, for 5 ms. */
function setup() {
  const fake = fakeHerder();
  const secret = { value: 'one', asked: 0 };
  const get = async (_path: string, keys: ReadonlySet<string>) => {
    secret.asked++;
    return new Map([...keys].map((key) => [key, secret.value]));
  };
  const transformer = new ConfigTransformer(new Map([['vault', { get, ttlMs: 5 }]]));
  return { ...fake, secret, herder: new Herder({ ...fake.deps, transformer }) };
}

const config = { ...source, name: 's', password: '${vault:p}' };
const passwords = (runners: ReturnType<typeof setup>['runners']) =>
  runners.map(({ deps }) => deps.spec.connectorConfig['password']);

describe('values of a config provider whose ttl has ended', () => {
  test('that are others start the connector and its tasks anew', async () => {
    const { herder, runners, secret } = setup();
    await herder.putConfig('s', config, { allowReplace: false });
    secret.value = 'two';
    await waitUntil('a second runner', () => runners.length === 2);
    expect(passwords(runners)).toEqual(['one', 'two']);
    expect(herder.status('s').connector.state).toBe('RUNNING');
    await herder.close();
  });

  test('that are the same leave it alone, and are looked up again', async () => {
    const { herder, runners, secret } = setup();
    await herder.putConfig('s', config, { allowReplace: false });
    const asked = secret.asked;
    await waitUntil('some more looks', () => secret.asked > asked + 3);
    expect(runners).toHaveLength(1);
    await herder.close();
  });

  test('are not looked up where the connector wants no reload, nor after its end', async () => {
    const { herder, secret } = setup();
    await herder.putConfig('s', { ...config, 'config.action.reload': 'none' }, { allowReplace: false });
    await herder.putConfig('t', { ...config, name: 't' }, { allowReplace: false });
    await herder.remove('t');
    const { asked } = secret;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(secret.asked).toBe(asked);
    await herder.close();
  });
});

describe('the ttl of a provider', () => {
  const providers = (ttl: string) =>
    configuredProviders(
      {
        'config.providers': 'e',
        'config.providers.e.class': 'EnvVarConfigProvider',
        'config.providers.e.param.ttl.ms': ttl,
      },
      {},
    );

  test('is a setting of its own', () => {
    expect(providers('60000').get('e')?.ttlMs).toBe(60_000);
  });

  test('is a number of milliseconds, and at least one', () => {
    expect(() => providers('0')).toThrow('config.providers.e.param.ttl.ms');
    expect(() => providers('soon')).toThrow('config.providers.e.param.ttl.ms');
  });
});
