import { MASK } from './sensitive.ts';

/**
 * Masks credentials inside URLs, in place: `http://user:(sensitive)@host`, and parameters such as
 * `?password=` of JDBC URLs. The rest of the text stays readable.
 */
export function maskUrlCredentials(text: string): string {
  return replaceUrlCredentials(text, () => MASK);
}

/** Puts something else in place of each credential inside a URL; references of a config provider stay. */
export function replaceUrlCredentials(text: string, replace: (secret: string) => string): string {
  if (!text.includes('://') && !text.startsWith('jdbc:')) return text;
  const inPlace = (whole: string, start: string, secret: string): string =>
    isProviderReference(secret) ? whole : start + replace(secret);
  return text.replace(USER_INFO, inPlace).replace(ORACLE, inPlace).replace(PARAMETER, inPlace);
}

/** Up to the last `@` of the authority: a password may hold one, though it should be written `%40`. */
const USER_INFO = /(\/\/[^\s/?#@:]*:)([^\s/?#]+)(?=@)/g;
/** `jdbc:oracle:thin:scott/tiger@//host:1521/service`. */
const ORACLE = /(jdbc:oracle:\w+:[^\s/@]+\/)([^\s@]+)(?=@)/gi;
/** To the next parameter, or to the next URL of a list; SQL Server writes `password={a;b}`. */
const PARAMETER =
  /([?&;][\w.-]*(?:password|passwd|passphrase|secret|token|pwd|(?:api|access)[_-]?key|signature|\bsig)=)(\{[^}]*\}|(?:[^&;\s,]|,(?![\w+.-]+:\/\/))+)/gi;

/** `${provider:path:key}` names where a secret is, and is none. */
function isProviderReference(text: string): boolean {
  return /^\$\{[^{}]*\}$/.test(text);
}
