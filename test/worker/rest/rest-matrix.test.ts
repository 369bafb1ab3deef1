import { describe, expect, test } from 'vitest';
import { LogLevels } from '../../../src/worker/log/index.ts';
import { allRoutes } from '../../../src/worker/rest/rest-server.ts';
import { restCases } from '../../real/rest/cases/index.ts';
import { endpoints, methodsByPath, nameOf } from '../../real/rest/endpoints.ts';
import { type Kind, kinds, matrix } from '../../real/rest/matrix.ts';
import { messages, unreachable } from '../../real/rest/messages.ts';
import type { RestCase } from '../../real/rest/rest-case.ts';
import { fakeHerder } from '../herder/fakes.ts';

const rows = new Map(restCases.map((row) => [row.name, row]));

test('the endpoints are those of the router, but for /metrics, which Kafka Connect has not', () => {
  const { herder, deps } = fakeHerder({});
  const routes = allRoutes({
    herder,
    registry: deps.registry,
    levels: new LogLevels('INFO', Date.now),
    info: { version: '4.3.1', commit: 'abc', kafka_cluster_id: 'id' },
    health: { isReady: () => true },
  }).flatMap(({ path, methods }) => Object.keys(methods).map((method) => anonymous(`${method} ${path}`)));
  expect(endpoints.map((endpoint) => anonymous(nameOf(endpoint))).sort()).toEqual(
    routes.filter((route) => route !== 'GET /metrics').sort(),
  );
});

describe.each(endpoints)('$method $path', (endpoint) => {
  test.each(kinds)('has a row where the request is: %s', (kind) => {
    const cell = matrix.get(nameOf(endpoint))![kind];
    if (typeof cell !== 'string') {
      expect(cell.cannot).not.toBe('');
      return;
    }
    const row = rows.get(cell);
    expect(row, `the row "${cell}"`).toBeDefined();
    expect(problems(row!, kind, endpoint)).toEqual([]);
  });
});

describe('the messages of Kafka Connect', () => {
  test.each(messages)('$says is brought about by a row', ({ row }) => {
    expect(rows.has(row)).toBe(true);
  });

  test('stand there once, reachable or not', () => {
    const all = [...messages, ...unreachable].map(({ says }) => says);
    expect(all).toEqual([...new Set(all)]);
  });
});

/** Why a row does not belong into its cell. */
function problems(row: RestCase, kind: Kind, { method, path, body }: (typeof endpoints)[number]): string[] {
  const found: string[] = [];
  const offered = methodsByPath.get(path)!;
  if (!isExampleOf(row.path, path)) found.push(`${row.path} is no ${path}`);
  if (kind === 'wrong method') {
    if (offered.includes(row.method)) found.push(`${row.method} is a method of ${path}`);
  } else if (row.method !== method) {
    found.push(`the method is ${row.method}`);
  }
  const type = row.headers?.['content-type'];
  if (kind === 'wrong content type' && (type === undefined || type === 'application/json')) found.push('JSON');
  if (kind === 'malformed' && isJson(row.body)) found.push(`${JSON.stringify(row.body)} is JSON`);
  if (kind === 'missing field' && body === undefined) found.push('there are no fields');
  if (kind === 'unknown name' && path.includes('{c}') && !path.includes('{task}') && creates(row)) {
    found.push('the connector is known');
  }
  return found;
}

function creates(row: RestCase): boolean {
  return (row.setup ?? []).some((step) => step.kind === 'request' && step.method === 'POST');
}

function isJson(body: unknown): boolean {
  if (typeof body !== 'string') return true;
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

function isExampleOf(path: string, pattern: string): boolean {
  const [given, wanted] = [path.split('?')[0]!.split('/'), pattern.split('/')];
  return (
    given.length === wanted.length && wanted.every((part, index) => /^\{\w+\}$/.test(part) || part === given[index])
  );
}

/** Our router writes {connector} where rows write {c}. */
function anonymous(name: string): string {
  return name.replace(/\{\w+\}/g, '{}');
}
