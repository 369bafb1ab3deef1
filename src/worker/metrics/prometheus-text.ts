/** Writes Prometheus' text format, version 0.0.4: the samples of one name stand together, under its type. */
export class PrometheusText {
  readonly #families = new Map<string, { readonly type: 'counter' | 'gauge'; readonly lines: string[] }>();

  add(name: string, labels: Readonly<Record<string, string>>, value: number): void {
    const family = this.#families.get(name) ?? { type: typeOf(name), lines: [] };
    this.#families.set(name, family);
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
    family.lines.push(`${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`);
  }

  toString(): string {
    return [...this.#families].map(([name, { type, lines }]) => `# TYPE ${name} ${type}\n${lines.join('')}`).join('');
  }
}

/** Kafka writes `total` at the end of some names and in the middle of others, and counts up in both. */
function typeOf(name: string): 'counter' | 'gauge' {
  const counts = /_total$|_metrics_total_|_produce_(requests|failures)$/.test(name);
  return counts ? 'counter' : 'gauge';
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
