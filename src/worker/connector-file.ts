import { Failure, messageOf, type TargetState } from '../core/index.ts';
import { type NullableConfig, parseProperties } from './config/index.ts';
import { JsonReader, JsonSyntaxError, jsonTextOf } from './converters/index.ts';

/** A connector of the command line. */
export interface ConnectorFile {
  readonly name: string;
  readonly config: NullableConfig;
  readonly initialState?: TargetState;
}

/**
 * Reads a connector's file, whatever it is called: a flat JSON object with `name`, a JSON object with `name`, `config`
 * and perhaps `initial_state` (other fields are ignored here, unlike over REST), or Java properties (KIP-980).
 * @throws Failure CC6202 with Kafka's message where name and config don't fit
 */
export function parseConnectorFile(bytes: Buffer, path: string): ConnectorFile {
  const json = readObject(jsonTextOf(bytes) ?? '');
  if (json instanceof Map) {
    const flat = flatTexts(json);
    if (flat) return named(flat, path);
    const request = createRequest(json);
    if (request)
      return request.config ? withConfigName(request.name, request.config, request.state, path) : missing(path);
  }
  try {
    return named(parseProperties(bytes), path, json instanceof JsonSyntaxError ? json : undefined);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('CC6202', `Connector configuration at '${path}' cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** What starts like an object, or why it is none; null: the file is no JSON at all. */
function readObject(text: string): ReadonlyMap<string, unknown> | JsonSyntaxError | null {
  if (!/^\s*\{/.test(text)) return null;
  try {
    const value = new JsonReader(text, (fraction) => fraction).readDocument();
    return value instanceof Map ? value : null;
  } catch (error) {
    return error instanceof JsonSyntaxError ? error : null;
  }
}

function flatTexts(json: ReadonlyMap<string, unknown>): NullableConfig | null {
  const entries = [...json].map(([key, value]) => [key, scalarText(value)] as const);
  return entries.some(([, value]) => value === undefined) ? null : (Object.fromEntries(entries) as NullableConfig);
}

/** undefined: neither text nor a number, a boolean or null. */
function scalarText(value: unknown): string | null | undefined {
  if (value === null || typeof value === 'string') return value;
  return typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : undefined;
}

interface FileRequest {
  readonly name: string;
  readonly config: NullableConfig | null;
  readonly state: TargetState | undefined;
}

function createRequest(json: ReadonlyMap<string, unknown>): FileRequest | null {
  const name = json.get('name');
  const config = json.get('config');
  if (typeof name !== 'string' || !(config instanceof Map)) return null;
  const state = json.get('initial_state');
  const wanted = typeof state === 'string' ? state.toUpperCase() : undefined;
  const isState = wanted === 'RUNNING' || wanted === 'PAUSED' || wanted === 'STOPPED';
  return { name, config: flatTexts(config), state: isState ? wanted : undefined };
}

function withConfigName(
  name: string,
  config: NullableConfig,
  initialState: TargetState | undefined,
  path: string,
): ConnectorFile {
  const written = config['name'] ?? null;
  if (written !== null && written !== name) {
    throw new Failure(
      'CC6202',
      `Connector name configuration in 'config' doesn't match the one specified in 'name' at '${path}'`,
    );
  }
  return { name, config: written === null ? { ...config, name } : config, initialState };
}

function named(config: NullableConfig, path: string, noJson?: JsonSyntaxError): ConnectorFile {
  const name = config['name'];
  return typeof name === 'string' ? { name, config } : missing(path, noJson);
}

/** Kafka's message, which leaves a comma too many to be guessed: where the file was to be JSON, what is wrong with it follows. */
function missing(path: string, noJson?: JsonSyntaxError): never {
  const why = noJson ? `; it was read as properties, for it is not valid JSON: ${noJson.message}` : '';
  const message = `Connector configuration at '${path}' is missing the mandatory 'name' configuration${why}`;
  throw new Failure('CC6202', message, { cause: noJson });
}
