import { DataError } from '../data/index.ts';

/** A message is a zero, the schema's id as a 32-bit integer, and the value. */
export const WIRE_HEADER_BYTES = 5;

/** The id of the schema that a message was written under. @throws DataError where the message does not begin with one */
export function schemaIdOf(bytes: Buffer): number {
  if (bytes.length < WIRE_HEADER_BYTES || bytes[0] !== 0) throw serializationError('Unknown magic byte!');
  return bytes.readUInt32BE(1);
}

export function serializationError(message: string, cause?: unknown): DataError {
  return new DataError(message, { cause, javaClass: 'org.apache.kafka.common.errors.SerializationException' });
}
