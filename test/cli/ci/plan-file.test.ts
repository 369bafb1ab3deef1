import { expect, test } from 'vitest';
import { artifactOf } from '../../../src/cli/ci/plan-file.ts';

test('two projects or environments never share an artifact', () => {
  const keys = [
    'data/prod',
    'data-prod',
    'data.prod',
    'data~2Fprod',
    'däta/prod',
    "d'a*(t)a!/prod",
    'd a/prod',
    '../prod',
  ];
  const names = keys.map((key) => artifactOf('plan', key));
  expect(new Set(names).size).toBe(keys.length);
  // What GitHub refuses in a name, and what would be a pattern or another folder in a path.
  expect(names.filter((name) => !/^connectctl-plan-[A-Za-z0-9._~-]+$/.test(name))).toEqual([]);
});
