/** One piece of a SimpleDateFormat pattern: a letter and how often it stands there, or fixed text. */
export type DatePatternPart =
  | { readonly letter: string; readonly count: number }
  | { readonly letter: null; readonly text: string };

const LETTERS = 'GyMdkHmsSEDFwWahKzZYuXL';

/** A pattern that SimpleDateFormat refuses, with its message. */
export class DatePatternError extends Error {
  override readonly name = 'DatePatternError';
  readonly javaClass = 'java.lang.IllegalArgumentException';
}

/** Takes a SimpleDateFormat pattern apart. @throws DatePatternError */
export function readDatePattern(pattern: string): readonly DatePatternPart[] {
  const parts: DatePatternPart[] = [];
  let fixed = '';
  const endFixed = () => {
    if (fixed !== '') parts.push({ letter: null, text: fixed });
    fixed = '';
  };
  for (let i = 0; i < pattern.length; ) {
    const char = pattern[i]!;
    if (char === "'") {
      const quoted = readQuoted(pattern, i);
      fixed += quoted.text;
      i = quoted.end;
    } else if (/[A-Za-z]/.test(char)) {
      if (!LETTERS.includes(char)) throw new DatePatternError(`Illegal pattern character '${char}'`);
      endFixed();
      let end = i + 1;
      while (pattern[end] === char) end++;
      if (char === 'X' && end - i > 3) throw new DatePatternError(`invalid ISO 8601 format: length=${end - i}`);
      parts.push({ letter: char, count: end - i });
      i = end;
    } else {
      fixed += char;
      i++;
    }
  }
  endFixed();
  return parts;
}

/** `'text'`, where two quotes stand for one; two quotes alone are one. */
function readQuoted(pattern: string, start: number): { readonly text: string; readonly end: number } {
  if (pattern[start + 1] === "'") return { text: "'", end: start + 2 };
  let text = '';
  for (let i = start + 1; i < pattern.length; i++) {
    if (pattern[i] !== "'") text += pattern[i];
    else if (pattern[i + 1] === "'") {
      text += "'";
      i++;
    } else return { text, end: i + 1 };
  }
  throw new DatePatternError('Unterminated quote');
}
