import { MASK } from './sensitive.ts';

/**
 * Masks credentials inside a text, in place: `http://user:(sensitive)@host`, parameters such as `?password=` of JDBC URLs,
 * the body of a private key in PEM, the password of a JAAS text, members of JSON that are called so, and what follows the
 * scheme of an Authorization header.
 * The rest of the text stays readable.
 */
export function maskCredentials(text: string): string {
  return replaceCredentials(text, () => MASK);
}

/** Puts something else in place of each credential inside a text; references of a config provider stay. */
export function replaceCredentials(text: string, replace: (secret: string) => string): string {
  const inPlace = (whole: string, start: string, secret: string): string =>
    isProviderReference(secret) ? whole : start + replace(secret);
  let rest = text;
  if (text.includes('://') || text.startsWith('jdbc:')) {
    rest = rest.replace(USER_INFO, inPlace).replace(ORACLE, inPlace).replace(PARAMETER, inPlace);
  }
  if (text.includes('PRIVATE KEY-----')) rest = rest.replace(PRIVATE_KEY, inPlace);
  if (text.includes('LoginModule')) rest = rest.replace(JAAS, inPlace);
  if (/^\s*[[{]/.test(text)) rest = rest.replace(MEMBER, inPlace);
  return /authorization/i.test(text) ? rest.replace(AUTHORIZATION, inPlace) : rest;
}

/** Up to the last `@` of the authority: a password may hold one, though it should be written `%40`. */
const USER_INFO = /(\/\/[^\s/?#@:]*:)([^\s/?#]+)(?=@)/g;
/** `jdbc:oracle:thin:scott/tiger@//host:1521/service`. */
const ORACLE = /(jdbc:oracle:\w+:[^\s/@]+\/)([^\s@]+)(?=@)/gi;
/** To the next parameter, or to the next URL of a list; SQL Server writes `password={a;b}`. */
const PARAMETER =
  /([?&;][\w.-]*(?:password|passwd|passphrase|secret|token|pwd|(?:api|access)[_-]?key|signature|\bsig)=)(\{[^}]*\}|(?:[^&;\s,]|,(?![\w+.-]+:\/\/))+)/gi;

/** To its end line, or to the end of a text that was cut off; within JSON its lines end in `\\n`. */
const PRIVATE_KEY =
  /(-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----(?:\s|\\[nr])*)([^-\s\\](?:[^-]|-(?!----END ))*?)(?=(?:\s|\\[nr])*(?:-----END |$))/g;
/** The options of a login module: `password="x"`, `clientSecret='y'`; within JSON their quotes have backslashes. */
const JAAS = /(\b\w*(?:password|secret|token)\s*=\s*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\\"[^"\\]*\\"|[^\s"';\\]+)/gi;
/** Of an object in JSON: `"client_secret": "x"`. */
const MEMBER = /("[\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key)"\s*:\s*")((?:[^"\\]|\\.)+)/gi;
/** With its scheme: `Authorization: Bearer x`. */
const AUTHORIZATION = /(\bauthorization["']?\s*[:=]\s*["']?(?:bearer|basic|token|apikey)\s+)([^\s,;"'|]+)/gi;

/** `${provider:path:key}` names where a secret is, and is none. */
function isProviderReference(text: string): boolean {
  return /^\\?["']?\$\{[^{}]*\}\\?["']?$/.test(text);
}
