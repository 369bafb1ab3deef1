import { JsonReader } from '../converters/json-reader.ts';
import { BigDecimal, DataError } from '../data/index.ts';
import type { ReferencedSchema } from '../schema-registry/index.ts';
import type { JsonSchemaNode } from './json-schema-names.ts';

/** A JSON Schema, and those that it refers to by the names that the registry keeps. */
export class JsonSchemaDocuments {
  readonly root: JsonSchemaNode;
  readonly #byName: ReadonlyMap<string, JsonSchemaNode>;

  /** @throws DataError where a text is no JSON object */
  constructor(text: string, referenced: readonly ReferencedSchema[]) {
    this.root = parse(text);
    this.#byName = new Map(
      referenced.map(({ name, text: other }) => [name, qualified(parse(other), name) as JsonSchemaNode]),
    );
  }

  /**
   * The schema itself, or the one that its `$ref` names: `#/definitions/X` and the like, or another document.
   * @throws DataError where there is none
   */
  resolve(given: unknown): JsonSchemaNode {
    if (!(given instanceof Map)) throw new DataError('A JSON Schema has to be an object here');
    const reference: unknown = given.get('$ref');
    if (reference === undefined) return given;
    const [name = '', path = ''] = String(reference).split('#');
    let node: unknown = name === '' ? this.root : this.#byName.get(name);
    for (const part of path.split('/').filter((text) => text !== '')) {
      const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
      node = node instanceof Map ? node.get(key) : undefined;
    }
    if (node instanceof Map) return node;
    throw new DataError(`The JSON Schema refers to ${String(reference)}, which is not there`);
  }
}

function parse(text: string): JsonSchemaNode {
  const node = new JsonReader(text, BigDecimal.parse).readDocument();
  if (node instanceof Map) return node;
  throw new DataError('A JSON Schema has to be an object here');
}

/** A document with the references to itself made references to its name: they are followed from another one. */
function qualified(node: unknown, name: string): unknown {
  if (Array.isArray(node)) return node.map((item) => qualified(item, name));
  if (!(node instanceof Map)) return node;
  return new Map(
    [...node].map(([key, value]: [unknown, unknown]) =>
      key === '$ref' && typeof value === 'string' && value.startsWith('#')
        ? [key, name + value]
        : [key, qualified(value, name)],
    ),
  );
}
