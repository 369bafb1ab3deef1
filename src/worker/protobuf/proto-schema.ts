import type { ReferencedSchema } from '../schema-registry/index.ts';
import { knownProto } from './known-protos.ts';
import { indexesOf, messageAt } from './message-indexes.ts';
import { parseProto } from './parse-proto.ts';
import type { ProtoFile } from './proto-file.ts';
import { type MessageType, ProtoTypes } from './proto-types.ts';

/** A .proto file with all that it imports, and the one of its messages that values are of. */
export class ProtoSchema {
  /** As the registry has it. */
  readonly text: string;
  readonly root: MessageType;
  readonly #messages: readonly MessageType[];

  private constructor(text: string, messages: readonly MessageType[], root: MessageType) {
    this.text = text;
    this.#messages = messages;
    this.root = root;
  }

  /**
   * @param imported files by the names that they are imported by; those that Google and Confluent have everywhere are known
   * @throws DataError where the file has no message, or a name comes twice
   */
  static of(text: string, file: ProtoFile, imported: ReadonlyMap<string, ProtoFile> = new Map()): ProtoSchema {
    const types = new ProtoTypes();
    const seen = new Set<string>();
    const addImports = (names: readonly string[]) => {
      for (const name of names) {
        const other = imported.get(name) ?? knownProto(name);
        if (other === undefined || seen.has(name)) continue;
        seen.add(name);
        types.add(other);
        addImports(other.imports);
      }
    };
    addImports(file.imports);
    const messages = types.add(file);
    return new ProtoSchema(text, messages, messageAt(messages, [0]));
  }

  static parse(text: string, referenced: readonly ReferencedSchema[]): ProtoSchema {
    const imported = new Map(referenced.map((other) => [other.name, parseProto(other.text)]));
    return ProtoSchema.of(text, parseProto(text), imported);
  }

  /** The same file for another of its messages. @throws DataError where it has no such message */
  at(path: readonly number[]): ProtoSchema {
    const root = messageAt(this.#messages, path);
    return root === this.root ? this : new ProtoSchema(this.text, this.#messages, root);
  }

  /** Where the file has a message of a full name, or null. */
  indexesOf(fullName: string): readonly number[] | null {
    return indexesOf(this.#messages, fullName);
  }
}
