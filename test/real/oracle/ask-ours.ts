import { DateFormat, expandReplacement, javaRegex } from '../../../src/worker/java-text/index.ts';
import type { Answer, Question } from './oracle.ts';

/** What the built-in worker's own parts answer. */
export function askOurs(question: Question): Answer {
  try {
    return answerTo(question);
  } catch (error) {
    return { error: errorText(error) };
  }
}

function answerTo(question: Question): Answer {
  switch (question.ask) {
    case 'regex':
      return regex(question);
    case 'format date':
      return { text: new DateFormat(question.pattern).format(new Date(question.millis)) };
    case 'parse date':
      return { millis: new DateFormat(question.pattern).parse(question.text)?.getTime() ?? null };
    default:
      throw new Error(`no such question: ${JSON.stringify(question satisfies never)}`);
  }
}

function regex({ pattern, text, replacement }: Extract<Question, { readonly ask: 'regex' }>): Answer {
  const once = javaRegex(pattern);
  const found = Array.from(text.matchAll(new RegExp(once.source, `${once.flags}g`)), (match) => [
    match.index,
    ...Array.from(match, (group) => group ?? null),
  ]);
  const answer = { whole: javaRegex(pattern, { whole: true }).test(text), found };
  return replacement === undefined ? answer : { ...answer, replaced: replaceFirst(once, text, replacement) };
}

function replaceFirst(pattern: RegExp, text: string, replacement: string): string {
  const match = pattern.exec(text);
  if (match === null) return text;
  try {
    return (
      text.slice(0, match.index) + expandReplacement(replacement, match) + text.slice(match.index + match[0].length)
    );
  } catch (error) {
    return errorText(error);
  }
}

function errorText(error: unknown): string {
  const { name, message, javaClass } = error as Error & { javaClass?: string };
  return `${javaClass ?? name}: ${message}`;
}
