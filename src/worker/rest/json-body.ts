import { JsonReader, JsonSyntaxError } from '../converters/index.ts';
import { badRequest } from '../runtime/index.ts';

/** A number with a fraction or an exponent, in its own text: a config value keeps it as it was written. */
export class FractionText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * Reads the one JSON value of a body: objects as Map, integers as bigint, fractions as FractionText.
 * Undefined where there is none; `null` is one.
 * @throws RequestError 400: 4.3.1 answers 500 to what is no JSON, which a client would retry
 */
export function readJson(text: string): unknown {
  const reader = new JsonReader(text, (fraction) => new FractionText(fraction));
  try {
    const value = reader.readDocument();
    const rest = text.slice(reader.position).trimStart();
    if (rest !== '') throw new JsonSyntaxError(`Unexpected text after the JSON value: ${rest.slice(0, 20)}`);
    return value;
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw badRequest(`The body is not valid JSON: ${error.message}`, error);
    throw error;
  }
}
