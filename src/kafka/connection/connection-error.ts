import { Failure } from '../../core/index.ts';
import { KafkaError } from '../protocol/index.ts';

/** A connection that could not be made, broke, or did not answer in time. Another try may succeed. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

/** May the same request succeed later, perhaps on another connection? */
export function isRetriable(error: unknown): boolean {
  if (error instanceof KafkaError) return error.retriable;
  return error instanceof ConnectionError || (error instanceof Failure && error.retryable);
}
