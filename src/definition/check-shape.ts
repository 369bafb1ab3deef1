import { type Entry, type MapNode, type Node, toPlain } from './node.ts';
import type { Report } from './report.ts';
import { below, type DocumentKind, deref, type Schema, schemaOf } from './schema.ts';
import { reportKeyName, reportMissingKey, reportUnknownKey, reportWrongValue } from './shape-errors.ts';

/** A node with its way there; `above` is undefined for the document itself. */
export interface Place {
  readonly node: Node;
  readonly schema: Schema;
  /** The key that it is the value of; undefined in a list. */
  readonly entry: Entry | undefined;
  readonly above: Place | undefined;
}

/** Reports every place where a document is not of its kind's shape; true when there is none. */
export function checkShape(node: Node, kind: DocumentKind, report: Report): boolean {
  const before = report.errorCount;
  check({ node, schema: schemaOf(kind), entry: undefined, above: undefined }, report);
  return report.errorCount === before;
}

function check(place: Place, report: Report): void {
  const { node, schema } = place;
  if (!fits(node, schema)) {
    reportWrongValue(place, report);
  } else if (node.kind === 'map') {
    checkMap(place, node, report);
  } else if (node.kind === 'list' && schema.items) {
    const items = deref(schema.items);
    for (const item of node.items) check({ node: item, schema: items, entry: undefined, above: place }, report);
  }
}

function checkMap(place: Place, map: MapNode, report: Report): void {
  const { schema } = place;
  for (const entry of map.entries) {
    const key = entry.key.text;
    if (schema.propertyNames?.pattern && !regExpOf(schema.propertyNames.pattern).test(key)) {
      reportKeyName(place, entry, report);
    }
    const schemaBelow = below(schema, key);
    if (schemaBelow) check({ node: entry.value, schema: schemaBelow, entry, above: place }, report);
    else if (schema.additionalProperties === false) reportUnknownKey(place, entry, report);
  }
  for (const key of schema.required ?? []) {
    if (!map.entries.some((entry) => entry.key.text === key)) reportMissingKey(place, key, report);
  }
}

function fits(node: Node, schema: Schema): boolean {
  if (schema.anyOf) return schema.anyOf.some((one) => fits(node, one));
  if (schema.enum && node.kind !== 'scalar') return false;
  switch (node.kind) {
    case 'list':
      return fitsType('array', schema) && node.items.length >= (schema.minItems ?? 0);
    case 'map': {
      const { length } = node.entries;
      const { minProperties = 0, maxProperties = Number.POSITIVE_INFINITY } = schema;
      return fitsType('object', schema) && length >= minProperties && length <= maxProperties;
    }
    case 'scalar':
      return fitsScalar(toPlain(node), schema);
  }
}

function fitsScalar(value: unknown, schema: Schema): boolean {
  if (schema.enum && !schema.enum.includes(value)) return false;
  switch (typeof value) {
    case 'string':
      return (
        fitsType('string', schema) &&
        value.length >= (schema.minLength ?? 0) &&
        (schema.pattern === undefined || regExpOf(schema.pattern).test(value))
      );
    case 'number':
      return (
        (fitsType('number', schema) || (Number.isInteger(value) && fitsType('integer', schema))) &&
        value >= (schema.minimum ?? Number.NEGATIVE_INFINITY)
      );
    case 'boolean':
      return fitsType('boolean', schema);
    default:
      return fitsType('null', schema);
  }
}

function fitsType(type: string, schema: Schema): boolean {
  const { type: types } = schema;
  return types === undefined || types === type || (typeof types !== 'string' && types.includes(type));
}

const compiled = new Map<string, RegExp>();

function regExpOf(pattern: string): RegExp {
  let regExp = compiled.get(pattern);
  if (!regExp) {
    regExp = new RegExp(pattern);
    compiled.set(pattern, regExp);
  }
  return regExp;
}
