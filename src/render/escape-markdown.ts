import { printable } from './printable.ts';

/**
 * Text that others wrote, as one line of a comment: none of it becomes markup, a line of its own, a link or a mention, in
 * Markdown and within HTML. GitHub looks for mentions (`@name`) and references (`#12`) when entities are decoded already, so
 * an invisible space parts the sign from the name, as Dependabot and Renovate do.
 */
export function escapeMarkdown(text: string): string {
  return printable(text.replace(/\s+/g, ' ')).replace(SPECIAL, entity);
}

/** Besides markup what GitHub makes links of without any: `://` and `www.`. */
const SPECIAL = /[&<>\\`*_[\]|~!@#]|:(?=\/\/)|(?<=www)\./gi;

function entity(char: string): string {
  const named = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }[char];
  const parted = char === '@' || char === '#' ? '&#8203;' : '';
  return named ?? `&#${char.charCodeAt(0)};${parted}`;
}
