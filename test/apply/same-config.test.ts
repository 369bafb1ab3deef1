import { expect, test } from 'vitest';
import { isSameConfig } from '../../src/apply/operations/live.ts';

const mask = '••••••••';

interface Row {
  readonly name: string;
  readonly live: Readonly<Record<string, string>> | undefined;
  readonly wanted: Readonly<Record<string, string>>;
  readonly is: boolean;
}

const rows: readonly Row[] = [
  { name: 'equal', live: { a: '1' }, wanted: { a: '1' }, is: true },
  { name: 'nothing there', live: undefined, wanted: { a: '1' }, is: false },
  { name: 'another value', live: { a: '2' }, wanted: { a: '1' }, is: false },
  { name: 'a key is missing', live: {}, wanted: { a: '1' }, is: false },
  { name: 'a key that the write takes away still stands', live: { a: '1', b: '2' }, wanted: { a: '1' }, is: false },
  {
    name: 'the name and the service add theirs',
    live: { a: '1', name: 'x', '__internal.v': '3' },
    wanted: { a: '1' },
    is: true,
  },
  { name: 'a mask says nothing', live: { p: mask }, wanted: { p: 's' }, is: false },
  {
    name: 'a mask beside the mark of what was applied',
    live: { p: mask, 'connectctl.applied': 'x' },
    wanted: { p: 's', 'connectctl.applied': 'x' },
    is: true,
  },
];

test.each(rows)('$name: $is', ({ live, wanted, is }) => {
  expect(isSameConfig(live, wanted)).toBe(is);
});
