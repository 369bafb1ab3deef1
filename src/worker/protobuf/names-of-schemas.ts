import { DataError } from '../data/index.ts';
import { scrubName } from '../schema-registry/index.ts';
import { DEFAULT_NAME } from './protobuf-names.ts';

/** The names that messages, enums and fields get from those of Connect's schemas; those that have none are counted. */
export class NamesOfSchemas {
  readonly #isScrubbing: boolean;
  #unnamed = 0;

  constructor(isScrubbing: boolean) {
    this.#isScrubbing = isScrubbing;
  }

  field(name: string): string {
    return this.#isScrubbing ? scrubName(name, /^[0-9_]/) : name;
  }

  /** Package, which is empty where there is none, and name. */
  split(fullName: string | undefined): readonly [packageName: string, name: string] {
    const parts = this.#given(fullName)
      .split('.')
      .map((part) => this.checked(this.field(part)));
    return [parts.slice(0, -1).join('.'), parts.at(-1) ?? ''];
  }

  /** Without its package. */
  unqualified(fullName: string | undefined): string {
    const name = this.#given(fullName);
    return this.field(name.slice(name.lastIndexOf('.') + 1));
  }

  /** @throws DataError where Protobuf does not take the name */
  checked(name: string): string {
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
    throw new DataError(
      `Invalid protobuf schema definition: "${name}" is not a valid identifier. scrub.invalid.names=true makes it one.`,
      { javaClass: 'java.lang.IllegalArgumentException' },
    );
  }

  #given(fullName: string | undefined): string {
    return fullName === undefined || fullName === '' ? `${DEFAULT_NAME}${++this.#unnamed}` : fullName;
  }
}
