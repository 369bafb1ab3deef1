import type { ConnectFailure } from '../connect/index.ts';

/** Messages of a 500 that no second try changes, as Kafka Connect 2.3 to 4.3 write them. */
export const lastingMessages: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: /Failed to find any class that implements Connector/, why: 'the plugin is not installed' },
  { pattern: /More than one connector matches alias/, why: 'the alias is ambiguous' },
  { pattern: /Unrecognized field /, why: 'the worker does not know the field' },
  { pattern: /Cannot deserialize value of type|Cannot construct instance of/, why: 'the body has another shape' },
  { pattern: /Invalid value .* for configuration /, why: 'a value is wrong' },
  { pattern: /doesn't support external modification of offsets/, why: 'the connector keeps its offsets elsewhere' },
  { pattern: /Offsets may only contain primitive types/, why: 'the offsets have another shape' },
  { pattern: /Failed to transition connector .* to state/, why: 'the connector itself fails to start' },
];

/** True for an answer that stays the same however often it is asked for. */
export function isLasting(error: ConnectFailure): boolean {
  return error.status === 500 && lastingMessages.some(({ pattern }) => pattern.test(error.apiMessage));
}
