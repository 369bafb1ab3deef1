import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface StoredSchema {
  readonly id: number;
  readonly version: number;
  readonly schema: string;
  readonly schemaType?: string;
  readonly references?: readonly unknown[];
  readonly ruleSet?: unknown;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/**
 * The part of a Schema Registry's published REST API that converters use, in memory: paths, bodies, media type, status
 * and error codes are those of version 1 of the API. A new version of a subject has to be able to read the one
 * before it, as far as a record's fields go: one that is new needs a default. All schemas of Protobuf go together.
 */
export class RegistryStandIn {
  readonly requests: string[] = [];
  /** USER:PASSWORD that every request has to carry. */
  credentials: string | null = null;
  /** Answered to every request, while it is set. */
  failure: Reply | null = null;
  readonly #subjects = new Map<string, StoredSchema[]>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #lastId = 0;

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Puts a schema under a subject without any check; returns its id. */
  add(subject: string, schema: string, more: Pick<StoredSchema, 'schemaType' | 'references' | 'ruleSet'> = {}): number {
    const versions = this.#subjects.get(subject) ?? [];
    const same = [...this.#subjects.values()].flat().find((stored) => stored.schema === schema);
    const id = same?.id ?? ++this.#lastId;
    versions.push({ id, version: versions.length + 1, schema, ...more });
    this.#subjects.set(subject, versions);
    return id;
  }

  /** Text of the latest schema of a subject. */
  latest(subject: string): string | undefined {
    return this.#subjects.get(subject)?.at(-1)?.schema;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.requests.push(`${request.method} ${request.url}`);
    const { status, body } = this.#answer(request, Buffer.concat(chunks).toString());
    response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
    response.end(JSON.stringify(body));
  }

  #answer({ method, url, headers }: IncomingMessage, text: string): Reply {
    if (this.failure !== null) return this.failure;
    const wanted = this.credentials && `Basic ${Buffer.from(this.credentials).toString('base64')}`;
    if (wanted !== null && headers.authorization !== wanted) return error(401, 401, 'Unauthorized');
    const [, ...path] = new URL(url ?? '/', 'http://x').pathname.split('/').map(decodeURIComponent);
    if (method === 'GET' && path[0] === 'schemas' && path[1] === 'ids') return this.#byId(Number(path[2]));
    if (path[0] !== 'subjects' || path[1] === undefined) return error(404, 404, 'HTTP 404 Not Found');
    if (method === 'GET' && path[2] === 'versions') return this.#byVersion(path[1], path[3] ?? 'latest');
    if (method !== 'POST') return error(405, 405, 'HTTP 405 Method Not Allowed');
    if (headers['content-type'] !== 'application/vnd.schemaregistry.v1+json') {
      return error(415, 415, 'HTTP 415 Unsupported Media Type');
    }
    const given = JSON.parse(text) as Pick<StoredSchema, 'schema' | 'schemaType' | 'references'>;
    return path[2] === 'versions' ? this.#register(path[1], given) : this.#lookup(path[1], given.schema);
  }

  #byId(id: number): Reply {
    const found = [...this.#subjects.values()].flat().find((stored) => stored.id === id);
    if (found === undefined) return error(404, 40403, `Schema ${id} not found`);
    const { id: _id, version: _version, ...body } = found;
    return { status: 200, body };
  }

  #byVersion(subject: string, version: string): Reply {
    const versions = this.#subjects.get(subject);
    if (versions === undefined) return error(404, 40401, `Subject '${subject}' not found.`);
    const found = version === 'latest' ? versions.at(-1) : versions[Number(version) - 1];
    if (found === undefined) return error(404, 40402, `Version ${version} not found.`);
    return { status: 200, body: { subject, ...found } };
  }

  #lookup(subject: string, schema: string): Reply {
    const versions = this.#subjects.get(subject);
    if (versions === undefined) return error(404, 40401, `Subject '${subject}' not found.`);
    const found = versions.find((stored) => isSame(stored, schema));
    if (found === undefined) return error(404, 40403, 'Schema not found');
    return { status: 200, body: { subject, ...found } };
  }

  #register(subject: string, given: Pick<StoredSchema, 'schema' | 'schemaType' | 'references'>): Reply {
    const versions = this.#subjects.get(subject) ?? [];
    const known = versions.find((stored) => isSame(stored, given.schema));
    if (known !== undefined) return { status: 200, body: { id: known.id } };
    const last = versions.at(-1);
    if (last !== undefined && given.schemaType !== 'PROTOBUF' && !canRead(given.schema, last.schema)) {
      return error(409, 409, `Schema being registered is incompatible with an earlier schema for subject "${subject}"`);
    }
    const { schemaType, references } = given;
    const more = { ...(schemaType && { schemaType }), ...(references && { references }) };
    return { status: 200, body: { id: this.add(subject, given.schema, more) } };
  }
}

function error(status: number, error_code: number, message: string): Reply {
  return { status, body: { error_code, message } };
}

/** The texts of JSON and of .proto files may differ in their blanks. */
function isSame({ schema, schemaType }: StoredSchema, other: string): boolean {
  if (schemaType === 'PROTOBUF') return schema.replace(/\s+/g, ' ').trim() === other.replace(/\s+/g, ' ').trim();
  return compactJson(schema) === compactJson(other);
}

/** What is no JSON, as a hostile test adds it, is the same as itself alone. */
function compactJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

interface RecordJson {
  readonly fields?: readonly { readonly name: string; readonly default?: unknown }[];
}

function canRead(reader: string, writer: string): boolean {
  const known = new Set((JSON.parse(writer) as RecordJson).fields?.map(({ name }) => name));
  const fields = (JSON.parse(reader) as RecordJson).fields ?? [];
  return fields.every((field) => known.has(field.name) || 'default' in field);
}
