/** An answer of the registry that is no success: its own code, such as 40401, and message. */
export class RegistryError extends Error {
  override readonly name = 'RestClientException';
  readonly javaClass = 'io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException';
  readonly status: number;
  readonly errorCode: number;

  constructor(message: string, status: number, errorCode: number) {
    super(`${message}; error code: ${errorCode}`);
    this.status = status;
    this.errorCode = errorCode;
  }
}
