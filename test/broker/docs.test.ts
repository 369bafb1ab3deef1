import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { handlers } from '../../src/broker/handlers/index.ts';

it('docs/broker.md lists the APIs and versions that are served', () => {
  const text = readFileSync(new URL('../../docs/broker.md', import.meta.url), 'utf8');
  const documented = [...text.matchAll(/\| (\d+) \| (\w+) \| (\d+)–(\d+) /g)].map(([, ...row]) => row.join(' '));
  const served = [...handlers.values()].map(({ api }) => [api.key, api.name, api.minVersion, api.maxVersion].join(' '));
  expect(documented.sort()).toEqual(served.sort());
});
