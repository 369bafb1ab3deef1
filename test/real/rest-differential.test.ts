import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeFolder, tempFolder } from '../harness/index.ts';
import type { ConnectWorker } from './connect-worker.ts';
import { startOurWorker } from './our-worker.ts';
import { alignParserText } from './parser-text.ts';
import { restCases } from './rest/cases/index.ts';
import { messages } from './rest/messages.ts';
import { comparable, summary, withoutExtras } from './rest/rest-answer.ts';
import type { RestCase } from './rest/rest-case.ts';
import { matchesCell, matchesGlob, readDifferences } from './rest/rest-differences.ts';
import { type RestAnswer, type RestTarget, runCase } from './rest/rest-target.ts';
import { describeReal, sharedBroker, sharedStandalone } from './shared.ts';

const differences = readDifferences(fileURLToPath(new URL('../../docs/rest-differences.md', import.meta.url)));

describeReal('the REST API, against Kafka Connect 4.3.1 standalone', () => {
  let ourWorker: ConnectWorker;
  let theirs: RestTarget;
  let ours: RestTarget;

  beforeAll(async () => {
    theirs = { label: 'jv', ...(await sharedStandalone('rest')) };
    ourWorker = await startOurWorker({ bootstrap: await sharedBroker(), folder: tempFolder('connectctl-real-') });
    ours = { label: 'us', url: ourWorker.url, folder: ourWorker.folder };
  });

  afterAll(async () => {
    await ourWorker?.stop();
    if (ourWorker) removeFolder(ourWorker.folder);
  });

  it('has a name of its own for every row', () => {
    const names = restCases.map((row) => row.name);
    expect(names).toEqual([...new Set(names)]);
  });

  it.each(differences)('docs/rest-differences.md:$line stands for rows that exist: $cases', ({ cases }) => {
    expect(restCases.some((row) => matchesGlob(cases, row.name))).toBe(true);
  });

  it('documents every key of every plugin, in words of our own', async () => {
    const rows = restCases.filter(({ name }) => /^(plugin config|validate): /.test(name));
    const texts: string[] = [];
    for (const [index, row] of rows.entries()) {
      const id = `doc-${index}`;
      const [their, our] = await Promise.all([runCase(row, id, theirs), runCase(row, id, ours)]);
      const known = documentation(their[0]!.text);
      for (const [key, text] of documentation(our[0]!.text)) {
        if (known.has(key)) expect(text, `${row.name}: ${key}`).not.toBe('');
        if (text.length > 0 && text === known.get(key)) texts.push(`${key}: ${text}`);
      }
    }
    expect([...new Set(texts)]).toEqual([]);
  });

  it.each(restCases.map((row, index) => ({ row, name: row.name, id: String(index).padStart(3, '0') })))(
    '$name',
    async ({ row, id }) => {
      const [their, our] = await Promise.all([runCase(row, id, theirs), runCase(row, id, ours)]);
      compareAnswers(row, their, our);
    },
  );
});

function compareAnswers(row: RestCase, theirs: readonly RestAnswer[], ours: readonly RestAnswer[]): void {
  const listed = differences.filter((difference) => matchesGlob(difference.cases, row.name));
  expect(listed.length, 'lines of docs/rest-differences.md for this row').toBeLessThan(2);
  const [their, our] = [theirs[0]!, ours[0]!];
  const difference = listed[0];
  for (const { says } of messages.filter((message) => message.row === row.name)) {
    const said = theirs.map((answer) => (answer.status >= 400 ? summary(answer) : answer.text));
    expect(
      said.some((text) => matchesGlob(`*${says}*`, text)),
      `4.3.1 says: ${says}\n${said.join('\n')}`,
    ).toBe(true);
  }
  if (difference) {
    expect(shown(their), 'what 4.3.1 answers').toSatisfy(() =>
      matchesCell(difference.theirs, their.status, summary(their)),
    );
    expect(shown(our), 'what ours answers').toSatisfy(() => matchesCell(difference.ours, our.status, summary(our)));
    const equal = isEqual(row, our, their);
    expect(equal, `docs/rest-differences.md:${difference.line} no longer differs: take it out`).toBe(false);
  }
  const from = difference ? 1 : 0;
  const wanted = theirs.slice(from).map((answer, index) => comparable(answer, index + from === 0 ? row.compare : {}));
  const got = ours.slice(from).map((answer, index) => comparable(answer, index + from === 0 ? row.compare : {}));
  const aligned = alignParserText(got, wanted);
  expect(row.compare?.superset ? withoutExtras(aligned, wanted) : aligned).toEqual(wanted);
}

/** By key, wherever a key's definition stands in an answer. */
function documentation(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  JSON.parse(text, (_key, value: { name?: unknown; documentation?: unknown } | null) => {
    if (typeof value?.name === 'string' && typeof value.documentation === 'string') {
      found.set(value.name, value.documentation);
    }
    return value;
  });
  return found;
}

function isEqual(row: RestCase, ours: RestAnswer, theirs: RestAnswer): boolean {
  return JSON.stringify(comparable(ours, row.compare)) === JSON.stringify(comparable(theirs, row.compare));
}

function shown(answer: RestAnswer): string {
  return `${answer.status} ${summary(answer)}`;
}
