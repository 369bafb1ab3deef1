const PLAIN = /^[A-Za-z0-9_]*$/;

/**
 * A name that a schema takes, out of any (`scrub.invalid.names`): `my-field` → `my_field`, `é` → `_C3_A9`, `1st` → `x1st`.
 * @param badStart what a name must not begin with, of letters, digits and `_`
 */
export function scrubName(name: string, badStart: RegExp): string {
  if (name === '' || (PLAIN.test(name) && !badStart.test(name))) return name;
  const encoded = urlEncoded(name);
  return (badStart.test(encoded) ? `x${encoded}` : encoded).replace(/[^A-Za-z0-9_]/g, '_');
}

/** As java.net.URLEncoder: `*`, `-`, `.` and `_` stay, a blank is `+`. */
function urlEncoded(name: string): string {
  return encodeURIComponent(name.replace(/\p{Surrogate}/gu, '?'))
    .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
