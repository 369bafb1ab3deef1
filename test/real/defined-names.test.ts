import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runJava } from './java.ts';
import { describeReal } from './shared.ts';

/** Programs that print what Kafka 4.3.1 defines, and where unit tests find it printed. */
describeReal('what the tables of the worker are compared with', () => {
  it.each([
    ['settings', 'java/ConfigKeys.java', '../worker/config/fixtures/kafka-config-keys.tsv'],
    ['errors of the protocol', 'java/ErrorNames.java', '../kafka/fixtures/kafka-errors.tsv'],
    ['names of client metrics', 'java/MetricNames.java', '../kafka/fixtures/kafka-metric-names.tsv'],
  ])('are the %s of Kafka 4.3.1', async (_what, program, recorded) => {
    const { code, stdout, stderr } = await runJava(fileURLToPath(new URL(program, import.meta.url)), []);
    expect(code, stderr).toBe(0);
    expect(stdout).toBe(readFileSync(new URL(recorded, import.meta.url), 'utf8'));
  });
});
