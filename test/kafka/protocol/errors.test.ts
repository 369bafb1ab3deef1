import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { errorInfo, KafkaError } from '../../../src/kafka/index.ts';

it('errors have the names, classes and meanings that Kafka 4.3.1 gives them', () => {
  const lines = readFileSync(new URL('../fixtures/kafka-errors.tsv', import.meta.url), 'utf8')
    .split('\n')
    .slice(0, -1);
  const ours = lines.map((line) => {
    const code = Number(line.split('\t')[0]);
    const { name, retriable, staleMetadata } = errorInfo(code);
    return [code, name, new KafkaError(code, 'x').javaClass, Number(retriable), Number(staleMetadata)].join('\t');
  });
  expect(lines.length).toBeGreaterThan(130);
  expect(ours).toEqual(lines);
});

it('an error that nobody knows yet is one of the server', () => {
  expect(new KafkaError(9999, 'x')).toMatchObject({
    message: 'x: UNKNOWN(9999)',
    javaClass: 'org.apache.kafka.common.errors.UnknownServerException',
  });
});
