import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { resolveEnvironment } from '../../src/definition/index.ts';
import { describeConnector, places, projectOf } from './projects.ts';

const CASES = fileURLToPath(new URL('../cases/definition', import.meta.url));

/** UPDATE_GOLDEN=1 writes the files anew, to be read before they are committed. */
const isUpdating = process.env['UPDATE_GOLDEN'] === '1';

function filesOf(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = paths.filter((path) => /\.(ya?ml|json|properties)$/.test(path));
  return Object.fromEntries(files.map((path) => [`pipelines/${path}`, readFileSync(join(folder, path), 'utf8')]));
}

function resolveCase(name: string): unknown {
  const folder = join(CASES, name);
  const { project, diagnostics } = projectOf(
    filesOf(join(folder, 'pipelines')),
    readFileSync(join(folder, 'connectctl.yaml'), 'utf8'),
  );
  const environments = project.environments.map((environment) => {
    const resolution = resolveEnvironment(project, { environment, env: {} });
    return [
      environment,
      {
        environment: describeEnvironment(resolution.environment),
        connectors: resolution.connectors.map(describeConnector),
        topics: resolution.topics.map(({ source, sourceOf, config, ...topic }) => ({
          ...topic,
          config: Object.fromEntries(config),
        })),
        removed: resolution.removed.map(({ source, ...removed }) => removed),
        diagnostics: places(resolution.diagnostics),
      },
    ];
  });
  return { diagnostics: places(diagnostics), ...Object.fromEntries(environments) };
}

function describeEnvironment(environment: ReturnType<typeof resolveEnvironment>['environment']): unknown {
  if (!environment) return null;
  const { source, connect, ...rest } = environment;
  return { ...rest, connect: { ...connect, headers: Object.fromEntries(connect.headers) } };
}

describe('real pipelines', () => {
  const names = readdirSync(CASES);

  it('are at least fifteen', () => {
    expect(names.length).toBeGreaterThanOrEqual(15);
  });

  for (const name of names) {
    it(`${name} resolves to what its expected.json says`, () => {
      const file = join(CASES, name, 'expected.json');
      const actual = JSON.parse(JSON.stringify(resolveCase(name)));
      if (isUpdating) writeFileSync(file, `${JSON.stringify(actual, undefined, 2)}\n`);
      expect(existsSync(file)).toBe(true);
      expect(actual).toEqual(JSON.parse(readFileSync(file, 'utf8')));
    });
  }
});
