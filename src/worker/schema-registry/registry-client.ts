import { setTimeout } from 'node:timers/promises';
import { messageOf } from '../../core/index.ts';
import { isRetriable, RetriableError } from '../plugins/index.ts';
import { RegistryError } from './registry-error.ts';
import { type RegistryAnswer, sendRegistryRequest } from './registry-request.ts';
import type { RegistrySettings } from './registry-settings.ts';

export type RegistrySchemaType = 'AVRO' | 'JSON' | 'PROTOBUF';

export interface SchemaReference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** A schema under the name that another one calls it by. */
export interface ReferencedSchema {
  readonly name: string;
  readonly text: string;
}

export interface RegisteredSchema {
  readonly type: RegistrySchemaType;
  readonly text: string;
  readonly references: readonly SchemaReference[];
}

export interface SubjectVersion extends RegisteredSchema {
  readonly id: number;
  readonly version: number;
}

/**
 * The endpoints of a Schema Registry that converters need (its REST API, version 1). Every method throws
 * RegistryError where the registry refuses, and RetriableError where none of its addresses answers.
 */
export class RegistryClient {
  readonly #settings: RegistrySettings;

  constructor(settings: RegistrySettings) {
    this.#settings = settings;
  }

  /** The id of a schema under a subject, which is registered where it is not yet. */
  async register(subject: string, type: RegistrySchemaType, text: string): Promise<number> {
    const path = `/subjects/${encodeURIComponent(subject)}/versions?normalize=${this.#settings.normalize}`;
    return integerIn(await this.#ask('POST', path, { schema: text, ...typeOf(type) }), 'id');
  }

  /** Id and version of a schema that has to be under a subject already. */
  async lookup(subject: string, { type, text, references }: RegisteredSchema): Promise<SubjectVersion> {
    const path = `/subjects/${encodeURIComponent(subject)}?normalize=${this.#settings.normalize}&deleted=true`;
    const body = { schema: text, ...typeOf(type), ...(references.length === 0 ? {} : { references }) };
    return subjectVersion(await this.#ask('POST', path, body));
  }

  async byId(id: number, subject: string): Promise<RegisteredSchema> {
    return registeredSchema(
      await this.#ask('GET', `/schemas/ids/${id}?fetchMaxId=false&subject=${encodeURIComponent(subject)}`),
    );
  }

  async byVersion(subject: string, version: number | 'latest'): Promise<SubjectVersion> {
    const deleted = version === 'latest' ? '' : '?deleted=true';
    return subjectVersion(
      await this.#ask('GET', `/subjects/${encodeURIComponent(subject)}/versions/${version}${deleted}`),
    );
  }

  /** What a schema refers to, each after what it refers to itself. */
  async referenced(references: readonly SchemaReference[]): Promise<readonly ReferencedSchema[]> {
    const texts = new Map<string, ReferencedSchema>();
    const visit = async (reference: SchemaReference): Promise<void> => {
      const key = `${reference.name} ${reference.subject} ${reference.version}`;
      if (texts.has(key)) return;
      const schema = await this.byVersion(reference.subject, reference.version);
      for (const inner of schema.references) await visit(inner);
      texts.set(key, { name: reference.name, text: schema.text });
    };
    for (const reference of references) await visit(reference);
    return [...texts.values()];
  }

  /** Asks again, after waits that double, where no address answers (RetryExecutor). */
  async #ask(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    const { max, firstWaitMs, maxWaitMs } = this.#settings.retries;
    for (let retries = 0; ; retries++) {
      try {
        return await this.#askOnce(method, path, body);
      } catch (error) {
        if (retries >= max || !isRetriable(error)) throw error;
        const waitMs = Math.random() * Math.min(firstWaitMs * 2 ** retries, maxWaitMs);
        await setTimeout(waitMs, undefined, { ref: false });
      }
    }
  }

  /** Asks one address after the other until one answers. */
  async #askOnce(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    const failures: string[] = [];
    for (const base of this.#settings.urls) {
      try {
        const answer = await this.#send(method, new URL(base.pathname.replace(/\/+$/, '') + path, base), body);
        if (answer.status < 500 && answer.status !== 429 && answer.status !== 408) return parseAnswer(answer);
        failures.push(`${base.origin} answered ${answer.status}`);
      } catch (error) {
        if (error instanceof RegistryError) throw error;
        failures.push(`${base.origin}: ${messageOf(error)}`);
      }
    }
    throw new RetriableError(`The Schema Registry does not answer ${method} ${path}: ${failures.join('; ')}`);
  }

  #send(method: 'GET' | 'POST', url: URL, body?: object): Promise<RegistryAnswer> {
    const { authorization, timeoutMs, connectTimeoutMs, tls } = this.#settings;
    return sendRegistryRequest({
      method,
      url,
      authorization: authorization?.reveal() ?? null,
      body: body === undefined ? null : JSON.stringify(body),
      timeoutMs,
      connectTimeoutMs,
      tls,
    });
  }
}

type Answer = Readonly<Record<string, unknown>>;

function typeOf(type: RegistrySchemaType): { readonly schemaType?: RegistrySchemaType } {
  return type === 'AVRO' ? {} : { schemaType: type };
}

function parseAnswer({ status, text }: RegistryAnswer): Answer {
  const json = parseObject(text);
  if (status >= 200 && status < 300 && json !== null) return json;
  const code = typeof json?.['error_code'] === 'number' ? json['error_code'] : status;
  const message = typeof json?.['message'] === 'string' ? json['message'] : `The registry answered ${status}`;
  throw new RegistryError(message, status, code);
}

function parseObject(text: string): Answer | null {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? (json as Answer) : null;
  } catch {
    return null;
  }
}

function subjectVersion(answer: Answer): SubjectVersion {
  return { ...registeredSchema(answer), id: integerIn(answer, 'id'), version: integerIn(answer, 'version') };
}

function registeredSchema(answer: Answer): RegisteredSchema {
  const text = answer['schema'];
  if (typeof text !== 'string') throw new RegistryError('The registry answered without a schema', 200, 50005);
  refuseRules(answer['ruleSet']);
  const references = answer['references'];
  return {
    type: (answer['schemaType'] ?? 'AVRO') as RegistrySchemaType,
    text,
    references: Array.isArray(references) ? (references as readonly SchemaReference[]) : [],
  };
}

/** Rules, such as those that encrypt fields, are part of what is written: without them it would be something else. */
function refuseRules(ruleSet: unknown): void {
  const rules = Object.values((ruleSet ?? {}) as Readonly<Record<string, unknown>>).flatMap((list) =>
    Array.isArray(list) ? (list as readonly { readonly name?: unknown; readonly disabled?: unknown }[]) : [],
  );
  const rule = rules.find(({ disabled }) => disabled !== true);
  if (rule === undefined) return;
  throw new RegistryError(`The schema has the rule ${String(rule.name)}, and this worker runs none`, 200, 50005);
}

function integerIn(answer: Answer, key: string): number {
  const value = answer[key];
  if (Number.isInteger(value)) return value as number;
  throw new RegistryError(`The registry answered without ${key}`, 200, 50005);
}
