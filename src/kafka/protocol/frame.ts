import { type Api, codecOf, type RequestInput, type RequestOf, type ResponseInput, type ResponseOf } from './api.ts';
import { ProtocolError } from './protocol-error.ts';
import { Reader } from './reader.ts';
import { nullableString } from './wire-type.ts';
import { Writer } from './writer.ts';

/** ApiVersions answers carry no tagged header even where they are flexible: the client may not know the version. */
const API_VERSIONS_KEY = 18;

export interface RequestHeader {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  readonly clientId: string | null;
}

const clientIdCodec = nullableString.compile({ version: 0, flexible: false });

/** A whole request frame, size included, as chunks to write in order. */
export function encodeRequest<A extends Api>(
  api: A,
  version: number,
  correlationId: number,
  clientId: string,
  body: RequestInput<A>,
): Buffer[] {
  const w = new Writer();
  w.int32(0);
  w.int16(api.key);
  w.int16(version);
  w.int32(correlationId);
  clientIdCodec.write(w, clientId);
  if (version >= api.flexibleSince) w.uvarint(0);
  codecOf(api as Api, 'request', version).write(w, body);
  return sized(w);
}

/**
 * The header of a request frame without its size; `reader` then stands at the body.
 * @param isFlexible does this API's header carry tagged fields in this version?
 */
export function decodeRequestHeader(
  reader: Reader,
  isFlexible: (apiKey: number, apiVersion: number) => boolean,
): RequestHeader {
  const apiKey = reader.int16();
  const apiVersion = reader.int16();
  const correlationId = reader.int32();
  const clientId = clientIdCodec.read(reader) as string | null;
  if (isFlexible(apiKey, apiVersion)) skipTags(reader);
  return { apiKey, apiVersion, correlationId, clientId };
}

export function decodeRequestBody<A extends Api>(api: A, version: number, reader: Reader): RequestOf<A> {
  return codecOf(api as Api, 'request', version).read(reader) as RequestOf<A>;
}

/** A whole response frame, size included, as chunks to write in order. */
export function encodeResponse<A extends Api>(
  api: A,
  version: number,
  correlationId: number,
  body: ResponseInput<A>,
): Buffer[] {
  const w = new Writer();
  w.int32(0);
  w.int32(correlationId);
  if (version >= api.flexibleSince && api.key !== API_VERSIONS_KEY) w.uvarint(0);
  codecOf(api as Api, 'response', version).write(w, body);
  return sized(w);
}

/** The body of a response frame whose size and correlation id (8 bytes) have been read. */
export function decodeResponse<A extends Api>(api: A, version: number, frame: Buffer): ResponseOf<A> {
  const reader = new Reader(frame, 8);
  try {
    if (version >= api.flexibleSince && api.key !== API_VERSIONS_KEY) skipTags(reader);
    return codecOf(api as Api, 'response', version).read(reader) as ResponseOf<A>;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new ProtocolError(`${api.name} v${version} response: ${error.message}`, { cause: error });
  }
}

function skipTags(reader: Reader): void {
  for (let left = reader.uvarint(); left > 0; left--) {
    reader.uvarint();
    reader.raw(reader.uvarint());
  }
}

function sized(w: Writer): Buffer[] {
  const size = w.length - 4;
  const chunks = w.finish();
  chunks[0]?.writeInt32BE(size, 0);
  return chunks;
}
