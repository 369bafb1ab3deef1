/** A YAML scalar that the definition reads back as exactly this text, as plain as it can be written. */
export function yamlScalar(text: string, indent: string): string {
  if (isPlain(text)) return text;
  if (isBlock(text)) {
    return `|-\n${text
      .split('\n')
      .map((line) => (line === '' ? '' : indent + line))
      .join('\n')}`;
  }
  return yamlQuoted(text);
}

/** A scalar where the definition wants a string: what YAML would read as a number or a word of its own is quoted. */
export function yamlString(text: string): string {
  return isPlain(text) && /^[\p{L}_/]/u.test(text) && !/^(?:true|false|null)$/i.test(text) ? text : yamlQuoted(text);
}

/** A YAML key, or a scalar inside a flow list: on one line. */
export function yamlKey(text: string): string {
  return isPlain(text) && !/[,[\]{}:#]/.test(text) ? text : yamlQuoted(text);
}

/** Double-quoted, every invisible character escaped. */
export function yamlQuoted(text: string): string {
  return JSON.stringify(text).replace(INVISIBLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const INVISIBLE =
  /[\u007f-\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\uffff]/g;

/** Starts with nothing that YAML reads as a sign, and holds nothing that ends or comments a plain scalar. */
function isPlain(text: string): boolean {
  return (
    /^[\p{L}\p{N}_/$.][\p{L}\p{N} !-~]*$/u.test(text) &&
    !/: |:$| #| $|^\.\./.test(text) &&
    !/^(?:null|Null|NULL)$/.test(text)
  );
}

/** Several visible lines whose blanks a literal block keeps, and an editor too. */
function isBlock(text: string): boolean {
  if (!text.includes('\n') || INVISIBLE_OR_CONTROL.test(text)) return false;
  const lines = text.split('\n');
  if (/^[ \t]|^$/.test(lines[0]!) || lines.at(-1) === '') return false;
  return lines.every((line) => !/[ \t]$|^\t/.test(line));
}

const INVISIBLE_OR_CONTROL = new RegExp(`[\\u0000-\\u0008\\u000b-\\u001f\\ud800-\\udfff]|${INVISIBLE.source}`);
