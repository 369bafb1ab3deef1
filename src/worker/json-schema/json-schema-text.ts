import { doubleJson, quoteJson } from '../converters/json-text.ts';
import { BigDecimal } from '../data/index.ts';
import { RawJson } from './json-schema-from-connect.ts';

/** The JSON text of a schema, or of any other value that `JsonReader` gives. */
export function jsonSchemaText(node: unknown): string {
  if (node instanceof RawJson) return node.text;
  if (node === null || typeof node === 'boolean') return String(node);
  if (typeof node === 'string') return quoteJson(node);
  if (typeof node === 'bigint' || node instanceof BigDecimal) return node.toString();
  if (typeof node === 'number') return doubleJson(node);
  if (Array.isArray(node)) return `[${node.map(jsonSchemaText).join(',')}]`;
  const entries = [...(node as ReadonlyMap<string, unknown>)];
  return `{${entries.map(([key, value]) => `${quoteJson(key)}:${jsonSchemaText(value)}`).join(',')}}`;
}
