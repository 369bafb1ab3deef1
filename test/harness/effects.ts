/** One write that a worker carried out. */
export interface Effect {
  /** The connector. */
  readonly name: string;
  readonly aspect: 'existence' | 'config' | 'state' | 'offsets';
  readonly value: string;
}

/** Counts what writes did to each connector; the same thing done twice in a row is an effect too many. */
export class EffectLog {
  readonly effects: Effect[] = [];
  /** `name aspect value` of each write that found what it wrote. */
  readonly repeated: string[] = [];
  readonly #last = new Map<string, string>();

  /** Takes a write that was answered with success; a read, a validation or a restart has no lasting effect. */
  take(method: string, path: string, body: string): void {
    for (const { name, aspect, value } of effectsOf(method, path, body)) {
      const key = `${name} ${aspect}`;
      if (this.#last.get(key) === value) this.repeated.push(`${key} ${value}`);
      this.effects.push({ name, aspect, value });
      if (value === 'deleted') for (const other of [...this.#last.keys()].filter(isOf(name))) this.#last.delete(other);
      this.#last.set(key, value);
    }
  }

  /** Begins an apply of its own: it may stop again what an interrupted one has stopped. Configs stay known. */
  nextApply(): void {
    for (const key of [...this.#last.keys()]) if (/ (state|offsets)$/.test(key)) this.#last.delete(key);
  }
}

function isOf(name: string): (key: string) => boolean {
  return (key) => key.startsWith(`${name} `);
}

function effectsOf(method: string, path: string, body: string): readonly Effect[] {
  const [first, encoded = '', what] = path.replace(/\?.*/, '').split('/').slice(1);
  if (first !== 'connectors' || method === 'GET') return [];
  if (method === 'POST' && encoded === '') return createdBy(body);
  const name = decodeURIComponent(encoded);
  const one = (aspect: Effect['aspect'], value: string): readonly Effect[] => [{ name, aspect, value }];
  switch (`${method} ${what ?? ''}`) {
    case 'DELETE ':
      return one('existence', 'deleted');
    case 'PUT config':
      return one('config', canonical(JSON.parse(body)));
    case 'PATCH config':
      return one('config', `patch ${canonical(JSON.parse(body))}`);
    case 'PUT pause':
      return one('state', 'PAUSED');
    case 'PUT stop':
      return one('state', 'STOPPED');
    case 'PUT resume':
      return one('state', 'RUNNING');
    case 'PATCH offsets':
      return one('offsets', body);
    case 'DELETE offsets':
      return one('offsets', 'reset');
    default:
      return [];
  }
}

function createdBy(body: string): readonly Effect[] {
  const { name, config, initial_state } = JSON.parse(body) as { name: string; config: object; initial_state?: string };
  return [
    { name, aspect: 'existence', value: 'created' },
    { name, aspect: 'config', value: canonical(config) },
    { name, aspect: 'state', value: initial_state ?? 'RUNNING' },
  ];
}

function canonical(config: object): string {
  return JSON.stringify(Object.fromEntries(Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1))));
}
