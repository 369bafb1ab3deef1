/** Why Jetty refuses a URI before anything else looks at it: characters that other servers read differently. */
export function ambiguity(path: string): string | null {
  if (/%(?![0-9a-fA-F]{2})|%00/.test(path)) return 'Bad Request';
  if (/%(?:5c|0[1-9a-f]|1[0-9a-f]|7f)/i.test(path)) return 'Suspicious Path Character';
  if (/%25/.test(path)) return 'Ambiguous URI path encoding';
  if (/%2f/i.test(path)) return 'Ambiguous URI path separator';
  if (/(^|\/)(%2e|\.%2e|%2e\.|%2e%2e)(?=\/|;|$)/i.test(path)) return 'Ambiguous URI path segment';
  if (/\/\//.test(path)) return 'Ambiguous URI empty segment';
  return null;
}

/** Path and query of a request line, also where it holds a whole URL, as through a proxy (RFC 9112, 3.2.2). */
export function originForm(target: string): string {
  return target.replace(/^https?:\/\/[^/?]*(?=[/?]|$)\/?/i, '/');
}

/** The segments of a path, decoded, without matrix parameters (`;a=b`) and a slash at the end. Null: no UTF-8. */
export function segmentsOf(path: string): string[] | null {
  const parts = path.replace(/^\//, '').replace(/\/$/, '').split('/');
  try {
    return parts.map((part) => decodeURIComponent(part.replace(/;.*$/, '')));
  } catch {
    return null;
  }
}

/** A name as part of a URL, as UriBuilder writes it: slashes and the characters that may stand in a path stay. */
export function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/%(2F|3A|40|21|24|26|27|28|29|2A|2B|2C|3B|3D)/g, (code) =>
    decodeURIComponent(code),
  );
}
