import type { PatternText } from './pattern-text.ts';

/** java.util.regex's POSIX classes, ASCII only, and a few that are its own. */
const NAMED: Readonly<Record<string, string>> = {
  Lower: '[a-z]',
  Upper: '[A-Z]',
  ASCII: '[\\u{0}-\\u{7f}]',
  Alpha: '[A-Za-z]',
  Digit: '[0-9]',
  Alnum: '[A-Za-z0-9]',
  Punct: '[\\u{21}-\\u{2f}\\u{3a}-\\u{40}\\u{5b}-\\u{60}\\u{7b}-\\u{7e}]',
  Graph: '[\\u{21}-\\u{7e}]',
  Print: '[\\u{20}-\\u{7e}]',
  Blank: '[\\u{20}\\u{9}]',
  Cntrl: '[\\u{0}-\\u{1f}\\u{7f}]',
  XDigit: '[0-9A-Fa-f]',
  Space: '[\\u{9}-\\u{d}\\u{20}]',
  LD: '[\\p{L}\\p{Nd}]',
  L1: '[\\u{0}-\\u{ff}]',
  all: '[\\u{0}-\\u{10ffff}]',
};

/** Java's names for Unicode's binary properties, after `Is`, in capitals and without `_`. */
const BINARY: Readonly<Record<string, string>> = {
  ALNUM: '[\\p{Alphabetic}\\p{Nd}]',
  ALPHABETIC: '\\p{Alphabetic}',
  ASSIGNED: '\\P{Cn}',
  CONTROL: '\\p{Cc}',
  DIGIT: '\\p{Nd}',
  HEXDIGIT: '[\\p{Nd}A-Fa-f\\u{ff21}-\\u{ff26}\\u{ff41}-\\u{ff46}]',
  IDEOGRAPHIC: '\\p{Ideographic}',
  JOINCONTROL: '\\p{Join_Control}',
  LETTER: '\\p{L}',
  LOWERCASE: '\\p{Lowercase}',
  NONCHARACTERCODEPOINT: '\\p{Noncharacter_Code_Point}',
  PUNCTUATION: '\\p{P}',
  TITLECASE: '\\p{Lt}',
  UPPERCASE: '\\p{Uppercase}',
  WHITESPACE: '\\p{White_Space}',
  WORD: '[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]',
};

/** Under the flag `i` each of these is all of them. */
const CASES: readonly (readonly string[])[] = [
  ['[a-z]', '[A-Z]'],
  ['\\p{Lu}', '\\p{Ll}', '\\p{Lt}'],
  ['\\p{Lowercase}', '\\p{Uppercase}', '\\p{Lt}'],
];

/** Reads what follows `\p` or `\P`, and gives a set for a JavaScript class. @throws PatternSyntaxError for an unknown one */
export function readProperty(text: PatternText, isNegated: boolean, ignoreCase: boolean): string {
  if (text.isAtEnd) throw text.error('Unknown character property name { }');
  const hasBraces = text.takeIf('{');
  const name = hasBraces ? text.takeMatch(/[^}]*/) : text.take();
  if (hasBraces && !text.takeIf('}')) throw text.error('Unclosed character family');
  if (name === '') throw text.error('Empty character family', text.index - 1);
  const set = propertySet(name, text);
  const cases = ignoreCase ? CASES.find((all) => all.includes(set)) : undefined;
  const js = cases === undefined ? set : `[${cases.join('')}]`;
  return isNegated ? `[^${js}]` : js;
}

function propertySet(name: string, text: PatternText): string {
  const named = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  if (named !== undefined) return named;
  const [key = '', value] = name.split('=');
  const unknown = `Unknown character property name {${name}}`;
  if (value !== undefined) {
    const unknownValue = `Unknown Unicode property {name=<${key}>, value=<${value}>}`;
    if (/^(script|sc)$/i.test(key)) return unicodeSet(`Script=${scriptName(value)}`, unknownValue, text);
    if (/^(general_category|gc)$/i.test(key)) return unicodeSet(value, unknownValue, text);
  }
  if (/^(In|java)/.test(name) || value !== undefined) throw text.unsupported(`the property {${name}}`, text.index - 1);
  if (!name.startsWith('Is')) return unicodeSet(name, unknown, text);
  const rest = name.slice(2);
  const binary = rest.toUpperCase().replaceAll('_', '');
  if (Object.hasOwn(BINARY, binary)) return BINARY[binary]!;
  return unicodeSet(rest.length <= 2 ? rest : `Script=${scriptName(rest)}`, unknown, text);
}

/** Java takes scripts in any case, JavaScript as Unicode writes them: `Old_Italic`, `Grek`. */
function scriptName(name: string): string {
  return name.toLowerCase().replace(/(?:^|_)[a-z]/g, (start) => start.toUpperCase());
}

function unicodeSet(property: string, unknown: string, text: PatternText): string {
  try {
    new RegExp(`\\p{${property}}`, 'v');
  } catch {
    throw text.error(unknown, text.index - 1);
  }
  return `\\p{${property}}`;
}
