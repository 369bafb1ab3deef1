import { MASK } from './sensitive.ts';

/**
 * Masks credentials inside URLs, in place: `http://user:(sensitive)@host`, and parameters such as
 * `?password=` of JDBC URLs. The rest of the text stays readable.
 */
export function maskUrlCredentials(text: string): string {
  if (!text.includes('://') && !text.startsWith('jdbc:')) return text;
  return text
    .replace(/(\/\/[^\s/?#@:]*:)([^\s/?#@]+)(?=@)/g, (whole, start: string, secret: string) =>
      isProviderReference(secret) ? whole : start + MASK,
    )
    .replace(
      /([?&;][\w.-]*(?:password|passphrase|secret|token|pwd|api[_-]?key)=)([^&;\s,]+)/gi,
      (whole, start: string, secret: string) => (isProviderReference(secret) ? whole : start + MASK),
    );
}

/** `${provider:path:key}` names where a secret is, and is none. */
function isProviderReference(text: string): boolean {
  return /^\$\{[^{}]*\}$/.test(text);
}
