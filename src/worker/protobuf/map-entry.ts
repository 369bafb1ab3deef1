import type { MessageType, ProtoField } from './proto-types.ts';

const SUFFIX = 'Entry';

/** Name of the message that a map's entries are: `labels` → `labelsEntry`, `my_labels` → `MyLabelsEntry`. */
export function toMapEntry(name: string): string {
  if (!name.includes('_')) return name + SUFFIX;
  const words = name.split('_').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase());
  return words.join('') + SUFFIX;
}

/** The name of a map out of that of its entries, of which the last part counts: `a.MyLabelsEntry` → `a.my_labels`. */
export function toMapField(entryName: string): string {
  const start = entryName.lastIndexOf('.') + 1;
  const last = entryName.slice(start);
  if (!last.endsWith(SUFFIX)) return entryName;
  const words = last.slice(0, -SUFFIX.length).replace(/(?!^)[A-Z]/g, '_$&');
  return entryName.slice(0, start) + words.toLowerCase();
}

/** The message of a map's entries, or null where a field is no map: told by its shape, as Confluent's converter does. */
export function mapEntryOf({ type, isRepeated }: Pick<ProtoField, 'type' | 'isRepeated'>): MapEntry | null {
  if (!isRepeated || typeof type === 'string' || type.kind === 'enum' || !type.name.endsWith(SUFFIX)) return null;
  const [key, value, ...more] = type.fields;
  if (key?.name !== 'key' || value?.name !== 'value' || more.length > 0) return null;
  return key.isRepeated || value.isRepeated ? null : { type, key, value };
}

export interface MapEntry {
  readonly type: MessageType;
  readonly key: ProtoField;
  readonly value: ProtoField;
}
