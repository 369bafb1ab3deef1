import { fileURLToPath } from 'node:url';
import { runCommand } from '../../harness/index.ts';
import type { Vector } from '../../worker/transforms/run-vector.ts';
import { kafkaClassPath } from '../kafka-libs.ts';

export type RecordText = Vector['record'];
export type Config = Readonly<Record<string, string>>;
export type Role = 'key' | 'value' | 'header';

/** What a transform with one setting makes of a record. */
export interface TransformQuestion {
  readonly class: string;
  readonly config: Config;
  readonly record: RecordText;
}

/** What both are asked: the JDK on one side, ours on the other. */
export type Question =
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

const source = fileURLToPath(new URL('./JavaOracle.java', import.meta.url));

/** What Java answers to each question, in order: one JVM for all of them. @throws where it does not answer every one */
export async function askJava(questions: readonly Question[]): Promise<Answer[]> {
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join('');
  // Names and calendars depend on the locale.
  const locale = ['-Duser.language=en', '-Duser.country=US', '-Duser.timezone=UTC'];
  const flags = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', ...locale];
  const result = await runCommand('java', [...flags, '-cp', kafkaClassPath(), source], { input, timeoutMs: 200_000 });
  const lines = result.stdout.split('\n').filter((line) => line.startsWith('{'));
  if (lines.length !== questions.length) {
    throw new Error(`${lines.length} answers to ${questions.length} questions: ${result.stderr.slice(0, 2000)}`);
  }
  return lines.map((line) => JSON.parse(line) as Answer);
}
