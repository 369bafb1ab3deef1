import { type Endpoint, endpoints, examples, methodsByPath, nameOf } from '../endpoints.ts';
import { create, type RestCase, source, state } from '../rest-case.ts';

/** Stopped, so that it costs little to make and to remove. */
const existing = [create(source, 'STOPPED'), state('STOPPED')];
const otherTypes = { 'content-type': 'text/plain' };
const noType = { 'content-type': undefined };

/** A row about an endpoint: its connector is there, stopped. */
function row(what: string, { method, path }: Endpoint, rest: Partial<RestCase> = {}): RestCase {
  const setup = path.includes('{c}') ? existing : [];
  // Which loggers there are, and what other plugins there are, is each worker's own affair.
  const compare = path === '/admin/loggers' ? { ignoreBody: true } : { superset: true };
  return { name: `${nameOf({ method, path })}: ${what}`, setup, method, path: example(path), compare, ...rest };
}

/** The path with something in each placeholder but `{c}`. */
function example(path: string): string {
  return path.replace(/\{\w+\}/g, (placeholder) => examples[placeholder] ?? placeholder);
}

/** What is wrong around the body or with it, at every endpoint. */
const requests: readonly RestCase[] = endpoints.flatMap((endpoint) => [
  row('text/plain', endpoint, { body: 'x', headers: otherTypes }),
  row('a body without a type', endpoint, { body: '{}', headers: noType }),
  row(endpoint.body ? 'malformed JSON' : 'malformed JSON that nobody reads', endpoint, { body: '{"a": ' }),
  row('a slash at the end', endpoint, {
    path: `${example(endpoint.path).replace(/^\/$/, '')}/`,
    body: endpoint.body,
  }),
  row('an answer as HTML', endpoint, { body: endpoint.body, headers: { accept: 'text/html' } }),
]);

const methods: readonly RestCase[] = [...methodsByPath].flatMap(([path, offered]) => [
  ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
    .filter((method) => !offered.includes(method))
    .map((method) => row('no such method', { method, path }, { setup: [], body: method === 'GET' ? undefined : {} })),
  row('the head alone', { method: 'HEAD', path }),
  row('what there is', { method: 'OPTIONS', path }, { setup: [] }),
  row('what there is, as text', { method: 'OPTIONS', path }, { setup: [], headers: { accept: '*/*' } }),
]);

/** What HTTP itself may ask of every path, whatever the resource behind it does. */
export const envelopeCases: readonly RestCase[] = [...requests, ...methods];
