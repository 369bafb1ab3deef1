/** JSON whose integers beyond 2^53 are kept as text, for offsets that go from one connector to another. */
export type LosslessJson = unknown;

const NUMBER_OR_STRING = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Rewrites JSON so that every integer a double cannot hold becomes the string `int:DIGITS`: two texts are then
 * comparable after JSON.parse, where 9007199254740993 would otherwise read as …992.
 */
export function keepIntegers(json: string): string {
  return json.replace(NUMBER_OR_STRING, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"int:${token}"` : token,
  );
}

/** Stands before an integer's digits while it goes through JSON.parse; no offset holds a NUL. */
const INTEGER_MARK = '\u0000int:';

/** JSON.parse that gives a bigint for an integer a double cannot hold. Throws a SyntaxError as JSON.parse does. */
export function parseWithBigints(json: string): unknown {
  const marked = json.replace(NUMBER_OR_STRING, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"\\u0000int:${token}"` : token,
  );
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(INTEGER_MARK) ? BigInt(value.slice(INTEGER_MARK.length)) : value,
  );
}

/** JSON.stringify that writes a bigint as the integer it is. */
export function stringifyWithBigints(value: unknown, indent?: number): string {
  const marked = JSON.stringify(
    value,
    (_key, v: unknown) => (typeof v === 'bigint' ? `${INTEGER_MARK}${v}` : v),
    indent,
  );
  return marked.replace(/"\\u0000int:(-?\d+)"/g, '$1');
}
