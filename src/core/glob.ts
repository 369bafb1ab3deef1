/** Compiles a glob where `*` stands for any run of characters and `?` for one; all else is itself. */
export function globToRegExp(glob: string, options: { readonly ignoreCase?: boolean } = {}): RegExp {
  const body = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${body}$`, options.ignoreCase ? 'isu' : 'su');
}

/** True when the text holds a character that makes it a glob rather than a name. */
export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}
