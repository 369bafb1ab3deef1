/** Bytes that are not what the Kafka protocol allows: a malformed frame, message or record batch. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}
