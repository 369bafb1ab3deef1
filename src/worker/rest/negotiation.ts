/** True where an Accept header takes this type; without one everything is taken. */
export function accepts(header: string | undefined, type: string): boolean {
  if (header === undefined || header.trim() === '') return true;
  const [main] = type.split('/');
  return header.split(',').some((range) => {
    const [name = '', ...params] = range.split(';').map((part) => part.trim().toLowerCase());
    const isRefused = params.some((param) => /^q=0(\.0*)?$/.test(param));
    return !isRefused && (name === type || name === '*/*' || name === '*' || name === `${main}/*`);
  });
}

/** A media type without its parameters, in lower case; null where the text is none. */
export function mediaType(header: string): string | null {
  const [name = ''] = header.split(';');
  const type = name.trim().toLowerCase();
  return /^[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+$/.test(type) ? type : null;
}
