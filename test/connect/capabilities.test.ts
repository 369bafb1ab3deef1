import { expect, test } from 'vitest';
import { capabilitiesOf, keepIntegers } from '../../src/connect/index.ts';

const rows = [
  { version: '4.3.1', lacks: [], masks: false },
  { version: '3.8.0', lacks: [], masks: false },
  { version: '3.7.2', lacks: ['patchConfig'], masks: false },
  { version: '3.6.1', lacks: ['patchConfig', 'initialState'], masks: false },
  { version: '3.5.2', lacks: ['patchConfig', 'initialState', 'alterOffsets'], masks: false },
  { version: '3.4.0', lacks: ['patchConfig', 'initialState', 'alterOffsets', 'stop'], masks: false },
  {
    version: '2.8.1',
    lacks: ['patchConfig', 'initialState', 'alterOffsets', 'stop', 'pluginConfig', 'restartTasks'],
    masks: false,
  },
  { version: '7.5.1-ccs', lacks: ['patchConfig', 'initialState', 'alterOffsets'], masks: false },
  { version: '7.9.2-ccs', lacks: [], masks: false },
  { version: '7.9.3-ccs', lacks: [], masks: true },
  { version: '8.0.0-ce', lacks: [], masks: true },
  { version: 'main-build', lacks: [], masks: false },
] as const;

test.each(rows)('$version lacks $lacks, masks: $masks', ({ version, lacks, masks }) => {
  const capabilities = capabilitiesOf(version);
  const optional = ['patchConfig', 'initialState', 'alterOffsets', 'stop', 'pluginConfig', 'restartTasks'] as const;
  expect(optional.filter((key) => !capabilities[key])).toEqual(lacks);
  expect(capabilities.masksSecrets).toBe(masks);
});

test.each([
  { version: '3.9.1', anyName: true },
  { version: '7.9.3-ccs', anyName: true },
  { version: '4.0.0', anyName: false },
  { version: '8.0.0-ce', anyName: false },
])('$version takes any name in a URL: $anyName', ({ version, anyName }) => {
  expect(capabilitiesOf(version).anyName).toBe(anyName);
});

test('integers that a double cannot hold stay whole, and strings are left alone', () => {
  const text = '{"a":9007199254740993,"b":12,"c":"9007199254740993","d":1.5,"e":"\\"9007199254740993"}';
  expect(JSON.parse(keepIntegers(text))).toEqual({
    a: 'int:9007199254740993',
    b: 12,
    c: '9007199254740993',
    d: 1.5,
    e: '"9007199254740993',
  });
});
