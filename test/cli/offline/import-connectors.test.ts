import { expect, test } from 'vitest';
import { importConnectors } from '../../../src/cli/import-connectors.ts';

const candidate = (name: string, config: Readonly<Record<string, string>>) => ({
  live: { name, info: { name, config, tasks: [], type: 'sink' as const }, status: undefined },
  secretKeys: new Set<string>(),
});

test('a connector whose config no definition can say is left out and told, and the others are written', () => {
  const { files, diagnostics } = importConnectors(
    [candidate('no-class', { topics: 't' }), candidate('right', { 'connector.class': 'X', topics: 't' })],
    { environment: 'local', resolution: undefined, taken: [] },
  );
  expect(files.map(({ connector }) => connector)).toEqual(['right']);
  expect(diagnostics.map(({ code, severity, message }) => [code, severity, message.slice(0, 26)])).toEqual([
    ['CC3112', 'error', '"no-class" is left out: no'],
  ]);
});
