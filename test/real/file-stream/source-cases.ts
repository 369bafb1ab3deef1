import {
  append,
  appendRotated,
  arrived,
  copied,
  emptied,
  flushed,
  forgotten,
  paused,
  positioned,
  removed,
  renamed,
  restarted,
  resumed,
  resuming,
  running,
  type Step,
  stopped,
} from './steps.ts';

/** What a FileStreamSource makes of a file while something happens to it. */
export interface SourceCase {
  readonly name: string;
  /** Over file, topic and StringConverter. */
  readonly config?: Readonly<Record<string, string>>;
  /** Before the connector is created. */
  readonly before?: readonly Step[];
  readonly steps: readonly Step[];
  /** The records that ours makes, none further. */
  readonly lines: readonly string[];
  /** Kafka Connect's where they are others: docs/file-stream.md says why. */
  readonly theirs?: readonly string[];
  /** They differ in what a step waits for rather than in the records. */
  readonly differs?: true;
}

const mixed = Array.from({ length: 3000 }, (_, i) => `${'x'.repeat(i % 7)}é漢😀${i}`);
const mixedText = `${mixed.join('\n')}\n`;
const long = 'a long line '.repeat(1_750_000);
const grow = Array.from({ length: 40 }, (_, i) => `line ${i}`);

const growth: readonly SourceCase[] = [
  {
    name: 'every kind of line end',
    before: [append('a\nb\r\nc\rd\n\n\r\n\r\re\n')],
    steps: [arrived(9), flushed(16)],
    lines: ['a', 'b', 'c', 'd', '', '', '', '', 'e'],
  },
  { name: 'an empty file', before: [append('')], steps: [running, append('a\n'), arrived(1)], lines: ['a'] },
  {
    name: 'a last line in parts',
    before: [append('one\ntw')],
    steps: [arrived(1), flushed(4), append('o\nthr'), arrived(2), flushed(8), append('ee'), append('\n'), flushed(14)],
    lines: ['one', 'two', 'three'],
  },
  {
    name: 'a last line in parts, over a restart',
    before: [append('one\ntw')],
    steps: [arrived(1), restarted, append('o\n'), arrived(2), flushed(8)],
    lines: ['one', 'two'],
  },
  {
    name: 'many small appends',
    steps: [...grow.map((line): Step => append(`${line}\n`)), arrived(40), flushed(310)],
    lines: grow,
  },
  {
    name: 'a carriage return at the end of what was read, then a line feed',
    before: [append('x\na\r')],
    steps: [arrived(1), flushed(2), append('\nb\n'), arrived(3), flushed(7)],
    lines: ['x', 'a', 'b'],
  },
  {
    name: 'a carriage return at the end of what was read, then text',
    before: [append('x\na\r')],
    steps: [arrived(1), flushed(2), append('b\n'), arrived(3), flushed(6)],
    lines: ['x', 'a', 'b'],
  },
  {
    name: 'characters that only look like line ends',
    before: [append('a\u0085b\u2028c\u2029d\u000be\u000cf\u0000g\ufeff\n')],
    steps: [arrived(1)],
    lines: ['a\u0085b\u2028c\u2029d\u000be\u000cf\u0000g\ufeff'],
  },
  { name: 'a byte order mark', before: [append('\ufeffa\nb\n')], steps: [arrived(2)], lines: ['\ufeffa', 'b'] },
  {
    name: 'a line of 21 MB between others',
    config: { 'producer.override.max.request.size': '30000000' },
    before: [append(`before\n${long}\nafter\n`)],
    steps: [arrived(3), flushed(21_000_014)],
    lines: ['before', long, 'after'],
  },
  {
    name: 'more tasks than a file has',
    config: { 'tasks.max': '3' },
    before: [append('a\n')],
    steps: [arrived(1)],
    lines: ['a'],
  },
  {
    name: 'lines that came while it was paused',
    before: [append('a\n')],
    steps: [arrived(1), paused, append('b\n'), resumed, arrived(2)],
    lines: ['a', 'b'],
  },
];

const characters: readonly SourceCase[] = [
  {
    name: 'positions where characters have several bytes',
    before: [append(mixedText)],
    steps: [arrived(3000), flushed(Buffer.byteLength(mixedText), mixedText.length)],
    lines: mixed,
    differs: true,
  },
  {
    name: 'a restart where characters have several bytes',
    before: [append('é\nü\nz\n')],
    steps: [arrived(3), restarted, append('end\n'), arrived(4, 5), flushed(12)],
    lines: ['é', 'ü', 'z', 'end'],
    theirs: ['é', 'ü', 'z', 'z', 'end'],
  },
  {
    name: 'a character that a write cut in half',
    before: [append(Buffer.from([0x78, 0x0a, 0xc3]))],
    steps: [arrived(1), append(Buffer.from([0xa9, 0x0a])), arrived(2)],
    lines: ['x', 'é'],
    theirs: ['x', '\ufffd\ufffd'],
  },
  {
    name: 'bytes that are no UTF-8',
    before: [
      append(
        Buffer.concat(
          [
            [0x61, 0xff, 0x62],
            [0xc0, 0x80],
            [0xe2, 0x82, 0x61],
            [0xf0, 0x9f, 0x98, 0x61],
            [0xed, 0xa0, 0x80],
            [0xf5, 0x80, 0x80, 0x80],
            [0xe2, 0x82],
          ].map((bytes) => Buffer.from([...bytes, 0x0a])),
        ),
      ),
    ],
    steps: [arrived(7)],
    lines: ['a\ufffdb', '\ufffd\ufffd', '\ufffda', '\ufffda', '\ufffd', '\ufffd\ufffd\ufffd\ufffd', '\ufffd'],
  },
];

const rotation: readonly SourceCase[] = [
  { name: 'a file that appears later', steps: [running, append('a\nb\n'), arrived(2), flushed(4)], lines: ['a', 'b'] },
  {
    name: 'a file that is emptied',
    before: [append('aaaa\nbbbb\n')],
    steps: [arrived(2), emptied, append('cc\ndddd\neeee\nffff\n'), arrived(4), flushed(18)],
    lines: ['aaaa', 'bbbb', 'ee', 'ffff'],
  },
  {
    name: 'a file that is copied and emptied',
    before: [append('aaaa\nbbbb\n')],
    steps: [arrived(2), copied, emptied, append('cccc\ndddd\n'), append('eeee\n'), arrived(3), flushed(15)],
    lines: ['aaaa', 'bbbb', 'eeee'],
  },
  {
    name: 'a file that is renamed, and another in its place',
    before: [append('aaaa\n')],
    steps: [arrived(1), renamed, append('unseen\n'), appendRotated('bbbb\n'), arrived(2), flushed(10)],
    lines: ['aaaa', 'bbbb'],
  },
  {
    name: 'a restart after a rotation',
    before: [append('aaaa\n')],
    steps: [arrived(1), renamed, append('12345'), append('6789\nnew\n'), restarted, arrived(3), flushed(14)],
    lines: ['aaaa', '6789', 'new'],
  },
  {
    name: 'a restart after a rotation to a shorter file, which grows',
    before: [append('aaaa\nbbbb\n')],
    steps: [arrived(2), renamed, append('cc\n'), stopped, resuming, append('dddddd\neee\n'), arrived(3), flushed(14)],
    lines: ['aaaa', 'bbbb', 'eee'],
  },
  {
    name: 'a file that is removed',
    before: [append('a\n')],
    steps: [arrived(1), removed, append('unseen\n')],
    lines: ['a'],
  },
];

const batches: readonly SourceCase[] = [
  {
    name: 'batch.size=1 and lines one at a time',
    config: { 'batch.size': '1' },
    steps: [append('a\n'), arrived(1), append('b\n'), arrived(2)],
    lines: ['a', 'b'],
  },
  {
    name: 'batch.size=1 and four lines at once',
    config: { 'batch.size': '1' },
    before: [append('a\nb\nc\nd\n')],
    steps: [arrived(4, 1), append('e\n'), arrived(5, 2)],
    lines: ['a', 'b', 'c', 'd', 'e'],
    theirs: ['a', 'b'],
  },
];

const offsets: readonly SourceCase[] = [
  {
    name: 'a position from REST',
    before: [append('aa\nbb\ncc\n')],
    steps: [arrived(3), stopped, positioned(3), resumed, arrived(5), flushed(9)],
    lines: ['aa', 'bb', 'cc', 'bb', 'cc'],
  },
  {
    name: 'a position inside a line',
    before: [append('aaaa\nbb\n')],
    steps: [arrived(2), stopped, positioned(2), resumed, arrived(4), flushed(8)],
    lines: ['aaaa', 'bb', 'aa', 'bb'],
  },
  {
    name: 'no position any more',
    before: [append('aa\nbb\n')],
    steps: [arrived(2), stopped, forgotten, resumed, arrived(4), flushed(6)],
    lines: ['aa', 'bb', 'aa', 'bb'],
  },
  {
    name: 'a null position',
    before: [append('aa\nbb\n')],
    steps: [arrived(2), stopped, positioned(null), resumed, arrived(4)],
    lines: ['aa', 'bb', 'aa', 'bb'],
  },
  {
    name: 'a position beyond the end, which the file grows past',
    before: [append('aa\n')],
    steps: [arrived(1), stopped, positioned(6), resuming, append('bb\ncc\n'), arrived(2), flushed(9)],
    lines: ['aa', 'cc'],
  },
];

export const sourceCases: readonly SourceCase[] = [...growth, ...characters, ...rotation, ...batches, ...offsets];
