import type { Codec, WireType } from './wire-type.ts';

/** One API of the protocol: its tables of fields and the versions that are spoken here. */
export interface Api<ReqOut = unknown, ReqIn = unknown, ResOut = unknown, ResIn = unknown> {
  readonly key: number;
  readonly name: string;
  readonly minVersion: number;
  readonly maxVersion: number;
  readonly flexibleSince: number;
  readonly request: WireType<ReqOut, ReqIn>;
  readonly response: WireType<ResOut, ResIn>;
}

export type RequestOf<A> = A extends Api<infer R, unknown, unknown, unknown> ? R : never;
export type RequestInput<A> = A extends Api<unknown, infer R, unknown, unknown> ? R : never;
export type ResponseOf<A> = A extends Api<unknown, unknown, infer R, unknown> ? R : never;
export type ResponseInput<A> = A extends Api<unknown, unknown, unknown, infer R> ? R : never;

/** Declares an API; `versions` are the first and last one spoken, `flexibleSince` the first flexible one. */
export function defineApi<RO, RI, SO, SI>(table: {
  readonly key: number;
  readonly name: string;
  readonly versions: readonly [first: number, last: number];
  readonly flexibleSince?: number;
  readonly request: WireType<RO, RI>;
  readonly response: WireType<SO, SI>;
}): Api<RO, RI, SO, SI> {
  return {
    key: table.key,
    name: table.name,
    minVersion: table.versions[0],
    maxVersion: table.versions[1],
    flexibleSince: table.flexibleSince ?? Number.POSITIVE_INFINITY,
    request: table.request,
    response: table.response,
  };
}

const compiled = new WeakMap<WireType<unknown, unknown>, Codec[]>();

/** The codec of a request or response in one version; compiled once. */
export function codecOf(api: Api, side: 'request' | 'response', version: number): Codec {
  const type = api[side];
  let codecs = compiled.get(type);
  if (!codecs) {
    codecs = [];
    compiled.set(type, codecs);
  }
  let codec = codecs[version];
  if (!codec) {
    codec = type.compile({ version, flexible: version >= api.flexibleSince });
    codecs[version] = codec;
  }
  return codec;
}
