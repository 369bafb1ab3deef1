const NAME = 'LookupNeeded';

/**
 * Thrown by a converter or transform that cannot go on before something has been fetched, such as a schema: the
 * runtime waits and gives the same record again. So conversions stay synchronous, and only the first record of a
 * schema waits. Where `done` rejects, its error counts as the record's.
 */
export class LookupNeeded extends Error {
  override readonly name = NAME;
  readonly done: Promise<void>;

  constructor(done: Promise<void>) {
    super('Something has to be looked up before this record can be converted');
    this.done = done;
  }
}

/** By the name, as plugins that `plugin.path` loaded have another copy of the class. */
export function isLookupNeeded(error: unknown): error is LookupNeeded {
  return error instanceof Error && error.name === NAME && 'done' in error && error.done instanceof Promise;
}
