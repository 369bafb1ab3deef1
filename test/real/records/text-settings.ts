import type { Config, TransformQuestion } from '../oracle/oracle.ts';

interface TextRow {
  readonly name: string;
  readonly question: TransformQuestion;
}

const transforms = 'org.apache.kafka.connect.transforms';

/** What becomes of a line of text: numbers in every spelling, and times. */
export const textSettings: readonly (readonly TextRow[])[] = [
  cast('int8', ['12', '-128', '+7', '200', 'x']),
  cast('int16', ['-300', 'x']),
  cast('int32', ['007', '2147483647', 'x']),
  cast('int64', ['9007199254740993', '-9223372036854775808', 'x']),
  cast('float32', [...['1.5', '3.4e38', '1e-10', '0.1', '16777217', ' 2 ', 'NaN', '-0.0', '1e10', '12345678', 'x']]),
  cast('float64', [
    ...['0.1', '1e21', '1e-7', '100', '12345678901234567890', '-Infinity', '4.9e-324', '1.0E7', '9999999'],
    ...['0.001', '0.0001', 'x'],
  ]),
  cast('boolean', ['true', 'TRUE', 'no']),
  cast('string', ['abc']),
  ...Object.entries({
    'yyyy-MM-dd': ['2020-02-30', 'x'],
    'yyyy-MM-dd HH:mm:ss': ['2020-12-31 23:59:60'],
    'yyyy-MM-dd HH:mm:ss.SSS Z': ['2020-12-31 23:59:59.5 +0200'],
    "yyyy-MM-dd'T'HH:mm:ssX": ['2021-06-01T12:00:00Z trailing'],
    'dd MMM yyyy': ['05 Jan 2021'],
    'EEE MMM dd HH:mm:ss zzz yyyy': ['Tue Mar 02 10:11:12 UTC 2021'],
    'yy/M/d h:mm a': ['21/3/4 1:05 PM'],
    'D yyyy': ['60 2020'],
  }).map(([format, texts]) => times({ 'target.type': 'Timestamp', format }, texts)),
  ...['seconds', 'milliseconds', 'microseconds', 'nanoseconds'].map((precision) =>
    times({ 'target.type': 'unix', 'unix.precision': precision, format: 'yyyy-MM-dd HH:mm:ss' }, [
      '1969-12-31 23:59:59',
    ]),
  ),
];

function cast(to: string, texts: readonly string[]): TextRow[] {
  return rows('Cast$Value', { spec: to }, texts);
}

function times(config: Config, texts: readonly string[]): TextRow[] {
  return rows('TimestampConverter$Value', config, texts);
}

function rows(transform: string, config: Config, texts: readonly string[]): TextRow[] {
  const keys = Object.entries(config).map(([key, value]) => `${key}=${value}`);
  return texts.map((text) => ({
    name: `${transform} with ${keys.join(' ')} of the text "${text}"`,
    question: {
      class: `${transforms}.${transform}`,
      config,
      record: { value: JSON.stringify({ schema: { type: 'string' }, payload: text }) },
    },
  }));
}
