import { loadavg } from 'node:os';

/** Values of each measure, by the kind of worker. */
export type Results = Map<string, Map<string, readonly number[]>>;

/** A Markdown table: medians of both workers, and how many times better ours is. */
export function printReport(results: Results): void {
  const lines = ['| | Kafka Connect 4.3.1 | connectctl | ratio |', '| --- | ---: | ---: | ---: |'];
  for (const [measure, byKind] of results) {
    const [java, ours] = ['java', 'ours'].map((kind) => median(byKind.get(kind) ?? [])) as [number, number];
    const ratio = measure.endsWith('records/s') ? ours / java : java / ours;
    lines.push(`| ${measure} | ${shown(java)} | ${shown(ours)} | ${ratio.toFixed(1)} |`);
  }
  const load = loadavg().map((one) => one.toFixed(1));
  process.stdout.write(
    `${lines.join('\n')}\n\nratio: above 1, ours is faster or takes less. Load: ${load.join(' ')}\n`,
  );
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function shown(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(value >= 10 ? 1 : 2);
}
