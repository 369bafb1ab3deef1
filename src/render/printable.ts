/** Control characters, line ends of Unicode, and what turns the direction of the text after it ("Trojan Source"). */
const ACTING = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * A text as one line that does nothing to a terminal, and reads as it stands: names, values and traces come from elsewhere
 * and may hold anything. Characters that act show as escapes.
 */
export function printable(text: string): string {
  return text.replace(ACTING, (char) => {
    if (char === '\n') return '\\n';
    if (char === '\r') return '\\r';
    if (char === '\t') return '\\t';
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** The same for a text of several lines: line breaks stay. */
export function printableLines(text: string): string {
  return text.split(/\r?\n/).map(printable).join('\n');
}
