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
