import { append, emptied, failed, folder, produced, removed, renamed, restarted, type Step, written } from './steps.ts';

/** What a FileStreamSink makes of its file. */
export interface SinkCase {
  readonly name: string;
  /** Over file, topics and a JsonConverter without schemas. */
  readonly config?: Readonly<Record<string, string>>;
  readonly before?: readonly Step[];
  readonly steps: readonly Step[];
  /** What the file holds in the end, of ours. */
  readonly file: string | null;
  /** Of Kafka Connect's where it is something else: docs/file-stream.md says why. */
  readonly theirs?: string;
}

const text = { 'value.converter': 'org.apache.kafka.connect.storage.StringConverter' };
const long = 'x'.repeat(5_000_000);

export const sinkCases: readonly SinkCase[] = [
  { name: 'a file that is not there', config: text, steps: [produced('a', 'b')], file: 'a\nb\n' },
  { name: 'a file that has lines', config: text, before: [append('old\n')], steps: [produced('a')], file: 'old\na\n' },
  {
    name: 'a file whose last line was cut off',
    config: text,
    before: [append('old\nhal')],
    steps: [produced('a')],
    file: 'old\nhal\na\n',
    theirs: 'old\nhala\n',
  },
  {
    name: 'values of every kind',
    steps: [produced('"text"', '1', '1.5', 'true', 'null', '[1,"a",null]', '{"b":1,"a":{"c":[]}}', '"two\\nlines"')],
    file: 'text\n1\n1.5\ntrue\nnull\n[1, a, null]\n{a={c=[]}, b=1}\ntwo\nlines\n',
  },
  { name: 'tombstones', config: text, steps: [produced('a', null, '')], file: 'a\nnull\n\n' },
  { name: 'characters of several bytes', config: text, steps: [produced('é漢😀')], file: 'é漢😀\n' },
  { name: 'half a character', steps: [produced('"a\\ud83db"')], file: 'a?b\n' },
  { name: 'a line of 5 MB', config: text, steps: [produced(long, 'b')], file: `${long}\nb\n` },
  {
    name: 'a file that is emptied',
    config: text,
    steps: [produced('aaaa'), written('aaaa\n'), emptied, produced('b')],
    file: 'b\n',
  },
  {
    name: 'a file that is renamed',
    config: text,
    steps: [
      produced('a'),
      written('a\n'),
      renamed,
      produced('b'),
      written('a\nb\n', 'rotated'),
      restarted,
      produced('c'),
    ],
    file: 'c\n',
  },
  {
    name: 'a file that is removed',
    config: text,
    steps: [produced('a'), written('a\n'), removed, restarted, produced('b')],
    file: 'b\n',
  },
  { name: 'a folder in the place of the file', before: [folder], steps: [failed], file: null },
];
