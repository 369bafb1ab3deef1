import type { ConnectorOffset, TargetState } from '../../core/index.ts';
import type { NullableConfig } from '../config/index.ts';
import { LinkedMap } from '../data/index.ts';
import { badRequest } from '../runtime/index.ts';
import { FractionText } from './json-body.ts';

/** What a client may send, as Jackson binds it: scalars become text, unknown fields are refused. */

const STRING_MAP = 'java.util.LinkedHashMap<java.lang.String,java.lang.String>';
const OBJECT_MAP = 'java.util.LinkedHashMap<java.lang.String,java.lang.Object>';
const CONFIG_LIST = 'java.util.ArrayList<java.util.Map<java.lang.String,java.lang.String>>';

function entity(name: string): string {
  return `org.apache.kafka.connect.runtime.rest.entities.${name}`;
}

/** A flat config; `where` names it in messages. @throws RequestError 400 */
export function readConfig(value: unknown, where: string): NullableConfig {
  const object = requireObject(value, STRING_MAP, where);
  return Object.fromEntries([...object].map(([key, member]) => [key, readText(member, `${where}.${key}`)]));
}

export interface CreateRequest {
  readonly name: string;
  readonly config: NullableConfig;
  readonly initialState?: TargetState;
}

/** The body of POST /connectors. @throws RequestError 400 */
export function readCreateRequest(value: unknown): CreateRequest {
  const object = requireObject(value, entity('CreateConnectorRequest'), 'the body');
  refuseUnknown(object, entity('CreateConnectorRequest'), ['config', 'name', 'initial_state']);
  const config = object.get('config') ?? null;
  if (config === null) throw badRequest("The request has no 'config'");
  return {
    name: readText(object.get('name') ?? null, 'name') ?? '',
    config: readConfig(config, 'config'),
    initialState: readInitialState(object.get('initial_state') ?? null),
  };
}

/** The body of POST /connectors/{c}/tasks: a flat config a task. @throws RequestError 400 */
export function readTaskConfigs(value: unknown): NullableConfig[] {
  if (!Array.isArray(value)) throw wrongType(CONFIG_LIST, value, 'the body');
  return value.map((config, index) => readConfig(config, `[${index}]`));
}

/** The body of PATCH /connectors/{c}/offsets. @throws RequestError 400 */
export function readOffsets(value: unknown): ConnectorOffset[] {
  const object = requireObject(value, entity('ConnectorOffsets'), 'the body');
  refuseUnknown(object, entity('ConnectorOffsets'), ['offsets']);
  const list = object.get('offsets') ?? [];
  if (!Array.isArray(list)) throw wrongType(`java.util.ArrayList<${entity('ConnectorOffset')}>`, list, 'offsets');
  return list.map((entry, index) => {
    const fields = requireObject(entry, entity('ConnectorOffset'), `offsets[${index}]`);
    refuseUnknown(fields, entity('ConnectorOffset'), ['partition', 'offset']);
    return {
      partition: readValues(fields.get('partition') ?? null, `offsets[${index}].partition`),
      offset: readValues(fields.get('offset') ?? null, `offsets[${index}].offset`),
    };
  });
}

function readInitialState(value: unknown): TargetState | undefined {
  const text = readText(value, 'initial_state');
  if (text === null) return undefined;
  const state = text.toUpperCase();
  if (state === 'RUNNING' || state === 'PAUSED' || state === 'STOPPED') return state;
  throw badRequest(`initial_state has to be RUNNING, PAUSED or STOPPED, and is ${state}`);
}

function readValues(value: unknown, where: string): Record<string, unknown> | null {
  if (value === null) return null;
  const object = requireObject(value, OBJECT_MAP, where);
  return Object.fromEntries([...object].map(([key, member]) => [key, plain(member)]));
}

/** Integers stay bigint, so that none is rounded. */
function plain(value: unknown): unknown {
  if (value instanceof FractionText) return Number(value.text);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return new LinkedMap([...value].map(([key, member]) => [key, plain(member)]));
  return value;
}

function readText(value: unknown, where: string): string | null {
  if (value === null || typeof value === 'string') return value;
  if (value instanceof FractionText) return value.text;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  throw wrongType('java.lang.String', value, where);
}

function requireObject(value: unknown, type: string, where: string): ReadonlyMap<string, unknown> {
  if (value instanceof Map) return value;
  if (value === undefined) throw badRequest('The request has no body');
  if (value === null) throw badRequest(`${where} is null, and has to be an object`);
  if (Array.isArray(value)) throw wrongType(type, value, where);
  // Jackson looks for a constructor where a bean is wanted, and for any map where there is text.
  if (type.includes('<') && typeof value !== 'string') throw wrongType(type, value, where);
  throw badRequest(
    `Cannot construct instance of \`${type.replace(/<.*/, '')}\` from ${kindOf(value)} value: ` +
      `${where} has to be an object`,
  );
}

function wrongType(type: string, value: unknown, where: string): Error {
  const wanted = type === 'java.lang.String' ? 'a string' : type.includes('ArrayList') ? 'a list' : 'an object';
  return badRequest(
    `Cannot deserialize value of type \`${type}\` from ${kindOf(value)} value: ${where} has to be ${wanted}`,
  );
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'Null';
  if (Array.isArray(value)) return 'Array';
  if (value instanceof Map) return 'Object';
  if (typeof value === 'string') return 'String';
  if (typeof value === 'boolean') return 'Boolean';
  return value instanceof FractionText ? 'Floating-point' : 'Integer';
}

function refuseUnknown(object: ReadonlyMap<string, unknown>, type: string, known: readonly string[]): void {
  for (const field of object.keys()) {
    if (known.includes(field)) continue;
    const list = known.map((name) => `"${name}"`).join(', ');
    const count = known.length === 1 ? 'one known property' : `${known.length} known properties`;
    throw badRequest(`Unrecognized field "${field}" (class ${type}), ` + `not marked as ignorable (${count}: ${list})`);
  }
}
