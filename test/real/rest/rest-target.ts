import { writeFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { waitUntil } from '../../harness/index.ts';
import type { RestCase, Step } from './rest-case.ts';

/** One of the two workers under comparison. */
export interface RestTarget {
  /** Two letters, so that names and positions in both workers' messages have the same length. */
  readonly label: string;
  readonly url: string;
  readonly folder: string;
}

export interface RestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true });

/** Headers that clients act on; `server`, `date` and how the length is told are the server's own affair. */
const comparedHeaders = ['content-type', 'location', 'allow'];

/** Runs a row against one worker: setup, the request, what follows; then removes what it made. */
export async function runCase(row: RestCase, id: string, target: RestTarget): Promise<RestAnswer[]> {
  const names = new Names(id, target);
  try {
    for (const step of row.setup ?? []) await runStep(step, names, target, true);
    const answers = [await send(target, names, row.method, row.path, row.body, row.headers, row.encoding)];
    for (const step of row.after ?? []) {
      const answer = await runStep(step, names, target, false);
      if (answer) answers.push(answer);
    }
    return answers;
  } finally {
    await removeConnectors(target);
  }
}

async function runStep(
  step: Step,
  names: Names,
  target: RestTarget,
  mustSucceed: boolean,
): Promise<RestAnswer | undefined> {
  switch (step.kind) {
    case 'write':
      writeFileSync(names.fill(step.path), step.text);
      return undefined;
    case 'request': {
      const answer = await send(target, names, step.method, step.path, step.body);
      if (mustSucceed && answer.status >= 400) {
        throw new Error(`${target.label}: setup ${step.method} ${step.path}: ${answer.status} ${answer.text}`);
      }
      return answer;
    }
    case 'state':
      await waitUntil(`${target.label}: ${step.state}, tasks ${step.taskState}`, async () => {
        const answer = await send(target, names, 'GET', '/connectors/{c}/status');
        const status = JSON.parse(answer.text) as { connector: { state: string }; tasks: { state: string }[] };
        const tasks = status.tasks.filter((task) => task.state === step.taskState);
        return (
          status.connector.state === step.state && tasks.length === step.tasks && status.tasks.length === step.tasks
        );
      });
      return undefined;
    case 'until':
      await waitUntil(`${target.label}: what ${step.path} should show`, async () => {
        const answer = await send(target, names, 'GET', step.path);
        return step.holds(JSON.parse(answer.text) as never);
      });
      return undefined;
  }
}

async function send(
  target: RestTarget,
  names: Names,
  method: string,
  path: string,
  body?: unknown,
  headers: RestCase['headers'] = {},
  encoding: BufferEncoding = 'utf8',
): Promise<RestAnswer> {
  const text = body === undefined ? undefined : names.fill(typeof body === 'string' ? body : JSON.stringify(body));
  const all = { accept: 'application/json', ...(text === undefined ? {} : { 'content-type': 'application/json' }) };
  const answer = await exchange(
    target.url + names.fill(path),
    method,
    { ...all, ...headers },
    text && Buffer.from(text, encoding),
  );
  const shown = Object.fromEntries(
    comparedHeaders.flatMap((name) => (answer.headers[name] ? [[name, names.putBack(answer.headers[name])]] : [])),
  );
  return { status: answer.status, headers: shown, text: names.putBack(answer.text) };
}

/** One request as it stands, and its whole answer. */
export function exchange(
  url: string,
  method: string,
  headers: Readonly<Record<string, string | undefined>>,
  body: string | Buffer | undefined,
): Promise<{ status: number; headers: Record<string, string>; text: string }> {
  const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
  if (body !== undefined) given['content-length'] = String(Buffer.byteLength(body));
  return new Promise((resolve, reject) => {
    const call = httpRequest(url, { method, headers: given, agent, timeout: 100_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers as Record<string, string>, text });
      });
    });
    call.on('timeout', () => call.destroy(new Error(`${method} ${url}: no answer in 100 s`)));
    call.on('error', reject);
    call.end(body);
  });
}

/** Each row starts with an empty worker. */
async function removeConnectors(target: RestTarget): Promise<void> {
  const list = await exchange(`${target.url}/connectors`, 'GET', {}, undefined);
  for (const name of JSON.parse(list.text) as string[]) {
    await exchange(`${target.url}/connectors/${encodeURIComponent(name)}`, 'DELETE', {}, undefined);
  }
}

/** What the placeholders of a row stand for on one worker, and the way back. */
class Names {
  readonly #pairs: readonly (readonly [placeholder: string, value: string])[];

  constructor(id: string, target: RestTarget) {
    this.#pairs = [
      ['{file}', `${target.folder}/${id}.in`],
      ['{out}', `${target.folder}/${id}.out`],
      ['{dir}', target.folder],
      ['{c}', `case-${id}-${target.label}`],
      ['{t}', `topic-${id}-${target.label}`],
      ['{host}', new URL(target.url).host],
    ];
  }

  fill(text: string): string {
    return this.#pairs.reduce((filled, [placeholder, value]) => filled.replaceAll(placeholder, value), text);
  }

  putBack(text: string): string {
    return this.#pairs.reduce((filled, [placeholder, value]) => filled.replaceAll(value, placeholder), text);
  }
}
