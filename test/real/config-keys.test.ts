import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runJava } from './java.ts';
import { describeReal } from './shared.ts';

const program = fileURLToPath(new URL('java/ConfigKeys.java', import.meta.url));
const recorded = new URL('../worker/config/fixtures/kafka-config-keys.tsv', import.meta.url);

describeReal('the settings of Kafka Connect 4.3.1', () => {
  it('are those that the tables of the worker are compared with', async () => {
    const { code, stdout, stderr } = await runJava(program, []);
    expect(code, stderr).toBe(0);
    expect(stdout).toBe(readFileSync(recorded, 'utf8'));
  });
});
