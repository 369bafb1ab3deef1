import { isUtf8 } from 'node:buffer';

/** Half a pair, written as if it were a character, perhaps cut off: one malformed sequence for Java, and three for Node. */
const surrogate = /\xed[\xa0-\xbf][\x80-\xbf]?/g;

/** UTF-8 as java.nio's decoder reads it, with U+FFFD for what is none. */
export function decodeUtf8(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  return Buffer.from(bytes.toString('latin1').replace(surrogate, '\xff'), 'latin1').toString('utf8');
}

/** Text whose UTF-8 is what java.nio's encoder writes: `?` for half a pair of surrogates, where Node writes U+FFFD. */
export function encodableText(text: string): string {
  return text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, '?');
}
