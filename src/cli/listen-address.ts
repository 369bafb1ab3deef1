import { Failure } from '../core/index.ts';

export interface ListenAddress {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

/** Reads `HOST:PORT`, with an IPv6 host in brackets. Throws CC9001 for anything else. */
export function parseListenAddress(flag: string, text: string): ListenAddress {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:\s]+)):(\d{1,5})$/.exec(text.trim());
  const port = Number(match?.[3]);
  if (!match || port > 65_535) {
    throw new Failure('CC9001', `--${flag} takes HOST:PORT, such as 127.0.0.1:9092, not "${text}"`);
  }
  return { host: match[1] ?? match[2]!, port };
}
