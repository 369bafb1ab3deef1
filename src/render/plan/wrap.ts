/**
 * Prose behind a prefix, as lines no wider than `width` columns, further ones indented by `indent`; a word that is too
 * long stays whole. Without a width, as in a file or pipe, it is one line. `prefixWidth` is the prefix without colours.
 */
export function wrapProse(
  text: string,
  layout: {
    readonly prefix: string;
    readonly prefixWidth: number;
    readonly indent: number;
    readonly width: number | undefined;
  },
  paint: (line: string) => string = (line) => line,
): string[] {
  const { prefix, prefixWidth, indent, width } = layout;
  if (width === undefined) return [prefix + paint(text)];
  const lines: string[] = [];
  let line = '';
  let room = width - prefixWidth;
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
      room = width - indent;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((part, i) => (i === 0 ? prefix : ' '.repeat(indent)) + paint(part));
}
