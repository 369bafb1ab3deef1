import { parse } from 'dot-properties';
import type { FlatConfig } from '../../core/index.ts';

/**
 * Java properties: `=`, `:` or blanks after the key, `#` and `!` comments, a backslash at the end of a line, and
 * escapes. The last of two equal keys counts.
 * @param bytes as in the file; Java reads it as ISO-8859-1, other characters are written as \uXXXX
 * @throws Error for a malformed \uXXXX, as java.util.Properties
 */
export function parseProperties(bytes: Buffer): FlatConfig {
  return parsePropertiesText(bytes.toString('latin1'));
}

/** The same for text that has been decoded already. */
export function parsePropertiesText(text: string): FlatConfig {
  if (/(?:^|[^\\])(?:\\\\)*\\u(?![0-9a-fA-F]{4})/.test(withoutComments(text))) {
    throw new Error('Malformed \\uxxxx encoding.');
  }
  const parsed = parse(text, false) as Record<string, string | null>;
  return Object.fromEntries(Object.entries(parsed).map(([key, value]) => [key, value ?? '']));
}

function withoutComments(text: string): string {
  return text.replace(/^[ \t\f]*[#!].*$/gm, '');
}
