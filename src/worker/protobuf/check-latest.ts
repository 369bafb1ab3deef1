import { DataError } from '../data/index.ts';
import type { ProtoSchema } from './proto-schema.ts';
import type { MessageType, ProtoField } from './proto-types.ts';

/**
 * Refuses a schema of the registry under which values that are written as `own` would be read as something else
 * (`latest.compatibility.strict`): another message comes first, or a number is another field's. Fields that only one
 * of the two has are fine: readers leave them out, or have none.
 */
export function checkLatest(own: MessageType, latest: ProtoSchema): void {
  const path = latest.indexesOf(own.fullName);
  if (path === null) throw incompatible(`it has no message ${own.fullName}, of which the values are`);
  compare(own, latest.at(path).root, new Set());
}

function compare(own: MessageType, other: MessageType, seen: Set<MessageType>): void {
  if (own === other || seen.has(own)) return;
  seen.add(own);
  for (const field of own.fields) {
    const same = other.byNumber(field.number);
    const named = other.byName(field.name);
    if (named !== undefined && named.number !== field.number) {
      throw incompatible(
        `${own.fullName}.${field.name} has the number ${named.number} there, and ${field.number} here`,
      );
    }
    if (same !== undefined) compareFields(own, field, same, seen);
  }
}

function compareFields(own: MessageType, field: ProtoField, other: ProtoField, seen: Set<MessageType>): void {
  const [here, there] = [field.type, other.type];
  if (typeof here !== 'string' && typeof there !== 'string' && here.kind === 'message' && there.kind === 'message') {
    compare(here, there, seen);
  } else if (wordOf(field) !== wordOf(other)) {
    throw incompatible(
      `${own.fullName} has ${wordOf(other)} as number ${field.number} there, and ${wordOf(field)} here`,
    );
  }
  if (field.isRepeated !== other.isRepeated) {
    throw incompatible(`${own.fullName}.${field.name} is repeated in one of them only`);
  }
}

function wordOf({ type }: ProtoField): string {
  return typeof type === 'string' ? type : type.kind;
}

function incompatible(what: string): DataError {
  return new DataError(
    `The latest schema of the subject does not fit the values: ${what}. Give the schema of the values the same names ` +
      'and numbers, or set latest.compatibility.strict=false.',
  );
}
