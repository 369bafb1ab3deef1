/** Stands for a message in the words of Java's JSON parser, which ours cannot and need not repeat. */
const parserText = '(the JSON parser)';

/** Cuts what Jackson says off a message. */
export function withoutParserText(text: string): string {
  return text.replace(/com\.fasterxml\.jackson\..*/s, parserText);
}

/** Cuts what Java's producer says of a record's size, which it only estimates. */
function withoutSizes(text: string): string {
  return text.replace(/(\.RecordTooLargeException): .*/, '$1');
}

/** What Kafka Connect itself says in a trace: no frames, and no causes in the words of the JVM or its JSON parser. */
export function traceMessages(trace: string): string[] {
  return trace
    .split('\n')
    .filter((line) => /^(Caused by: )?org\.apache\.kafka\./.test(line))
    .map(withoutParserText)
    .map(withoutSizes);
}

/** Ours, with its own parser's words taken for Java's wherever Java's parser speaks. */
export function alignParserText(ours: unknown, theirs: unknown): unknown {
  if (typeof ours === 'string' && typeof theirs === 'string' && theirs.endsWith(parserText)) {
    return ours.startsWith(theirs.slice(0, -parserText.length)) ? theirs : ours;
  }
  if (Array.isArray(ours) && Array.isArray(theirs)) return ours.map((item, i) => alignParserText(item, theirs[i]));
  if (isObject(ours) && isObject(theirs)) {
    return Object.fromEntries(Object.entries(ours).map(([key, value]) => [key, alignParserText(value, theirs[key])]));
  }
  return ours;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
