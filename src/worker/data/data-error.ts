/** A value or schema that Connect's data model refuses; heads its trace as Kafka Connect prints it. */
export class DataError extends Error {
  override readonly name = 'DataException';
  readonly javaClass: string;

  constructor(message: string, options: { readonly cause?: unknown; readonly javaClass?: string } = {}) {
    super(message, { cause: options.cause });
    this.javaClass = options.javaClass ?? 'org.apache.kafka.connect.errors.DataException';
  }
}

/** A schema that can't be built (org.apache.kafka.connect.errors.SchemaBuilderException). */
export function schemaBuilderError(message: string, cause?: unknown): DataError {
  return new DataError(message, { cause, javaClass: 'org.apache.kafka.connect.errors.SchemaBuilderException' });
}
