/** What a replacement of Java's Matcher refers to that is not there, or how it is malformed. */
export class ReplacementError extends Error {
  override readonly name = 'ReplacementError';
  readonly javaClass: string;

  constructor(message: string, javaClass = 'java.lang.IllegalArgumentException') {
    super(message);
    this.javaClass = javaClass;
  }
}

/**
 * The text that a replacement gives for a match, as Matcher.appendReplacement does: `$1` and `${name}` for groups,
 * a backslash for the next character itself. A group that took no part gives nothing.
 * @throws ReplacementError
 */
export function expandReplacement(replacement: string, match: RegExpExecArray): string {
  let text = '';
  for (let i = 0; i < replacement.length; i++) {
    const char = replacement[i]!;
    if (char === '\\') {
      i++;
      if (i === replacement.length) throw new ReplacementError('character to be escaped is missing');
      text += replacement[i];
    } else if (char === '$') {
      const reference = readReference(replacement, i + 1, match);
      text += reference.text;
      i = reference.end - 1;
    } else {
      text += char;
    }
  }
  return text;
}

function readReference(replacement: string, start: number, match: RegExpExecArray): { text: string; end: number } {
  if (start === replacement.length) throw new ReplacementError('Illegal group reference: group index is missing');
  if (replacement[start] === '{') return readNamed(replacement, start + 1, match);
  if (!/\d/.test(replacement[start]!)) throw new ReplacementError('Illegal group reference');
  // As many digits as still name a group.
  let number = Number(replacement[start]);
  let end = start + 1;
  if (number >= match.length) throw new ReplacementError(`No group ${number}`, 'java.lang.IndexOutOfBoundsException');
  for (; end < replacement.length && /\d/.test(replacement[end]!); end++) {
    const longer = number * 10 + Number(replacement[end]);
    if (longer >= match.length) break;
    number = longer;
  }
  return { text: match[number] ?? '', end };
}

function readNamed(replacement: string, start: number, match: RegExpExecArray): { text: string; end: number } {
  const name = /^[A-Za-z0-9]*/.exec(replacement.slice(start))?.[0] ?? '';
  if (name === '' && replacement[start] === '}') throw new ReplacementError('named capturing group has 0 length name');
  if (name === '') throw new ReplacementError("named capturing group is missing trailing '}'");
  const end = start + name.length;
  if (replacement[end] !== '}') throw new ReplacementError("named capturing group is missing trailing '}'");
  if (/^\d/.test(name)) {
    throw new ReplacementError(`capturing group name {${name}} starts with digit character`);
  }
  if (match.groups === undefined || !Object.hasOwn(match.groups, name)) {
    throw new ReplacementError(`No group with name {${name}}`);
  }
  return { text: match.groups[name] ?? '', end: end + 1 };
}
