import { fileURLToPath } from 'node:url';
import { runCommand } from '../../harness/index.ts';
import type { Vector } from '../../worker/transforms/run-vector.ts';
import { kafkaClassPath } from '../kafka-libs.ts';

export type RecordText = Vector['record'];
export type Config = Readonly<Record<string, string>>;
export type Role = 'key' | 'value' | 'header';

export interface TransformQuestion {
  readonly ask: 'transform' | 'predicate';
  readonly class: string;
  readonly config: Config;
  readonly record: RecordText;
}

/** What both are asked: Kafka's classes (and the JDK's) on one side, ours on the other. Values are JSON text. */
export type Question =
  | TransformQuestion
  | { readonly ask: 'chain'; readonly config: Config; readonly record: RecordText }
  | {
      readonly ask: 'write';
      readonly class: string;
      readonly role: Role;
      readonly config: Config;
      readonly value: string | null;
    }
  /** Bytes as hex. */
  | {
      readonly ask: 'read';
      readonly class: string;
      readonly role: Role;
      readonly config: Config;
      readonly bytes: string | null;
    }
  | { readonly ask: 'regex'; readonly pattern: string; readonly text: string; readonly replacement?: string }
  | { readonly ask: 'format date'; readonly pattern: string; readonly millis: number }
  | { readonly ask: 'parse date'; readonly pattern: string; readonly text: string };

/** The answer, or `error`: the exception's class and message. */
export type Answer = Readonly<Record<string, unknown>>;

/** One row of a table. */
export interface Row {
  readonly name: string;
  readonly question: Question;
}

const source = fileURLToPath(new URL('./ConnectOracle.java', import.meta.url));

/** What Java answers to each question, in order: one JVM for all of them. @throws where it does not answer every one */
export async function askJava(questions: readonly Question[], classPath = kafkaClassPath()): Promise<Answer[]> {
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join('');
  // Names and calendars depend on the locale.
  const locale = ['-Duser.language=en', '-Duser.country=US', '-Duser.timezone=UTC'];
  const flags = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', ...locale];
  const result = await runCommand('java', [...flags, '-cp', classPath, source], { input, timeoutMs: 200_000 });
  const lines = result.stdout.split('\n').filter((line) => line.startsWith('{'));
  if (lines.length !== questions.length) {
    throw new Error(`${lines.length} answers to ${questions.length} questions: ${result.stderr.slice(0, 2000)}`);
  }
  return lines.map((line) => withoutAddresses(JSON.parse(line) as Answer));
}

/** Java prints a byte[] by its address, and so does ours by a hash. */
export function withoutAddresses(answer: Answer): Answer {
  return JSON.parse(JSON.stringify(answer).replace(/\[B@[0-9a-f]+/g, '[B@…')) as Answer;
}
