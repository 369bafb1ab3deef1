/** access.control.allow.*, as Jetty's CrossOriginHandler with Connect's settings. */
export interface CorsRules {
  /** Empty: no browser of another origin may call. */
  readonly origins: string;
  readonly methods: string;
}

/** Headers to add for a request of this origin; for a preflight those that it asks for as well. */
export function corsHeaders(
  rules: CorsRules,
  origin: string | undefined,
  isPreflight: boolean,
): Readonly<Record<string, string>> {
  if (rules.origins.trim() === '') return {};
  const allowed = rules.origins.split(',').map((name) => name.trim());
  const vary = { vary: 'Origin' };
  if (origin === undefined || !(allowed.includes('*') || allowed.includes(origin))) return vary;
  const granted = { ...vary, 'access-control-allow-origin': origin };
  if (!isPreflight) return granted;
  return {
    ...granted,
    'access-control-allow-methods': rules.methods.trim() === '' ? 'GET,POST,HEAD' : rules.methods,
    'access-control-allow-headers': 'Content-Type',
    'access-control-max-age': '60',
  };
}
