import { describe, expect, it } from 'vitest';
import {
  builtInFramework,
  builtInPlugins,
  checkOffline,
  lintRules,
  pluginCatalogue,
} from '../../src/definition/index.ts';
import { CHANGE_HAZARDS } from '../../src/definition/silenceable.ts';
import { hazardRules } from '../../src/plan/index.ts';
import { places, resolveText } from './projects.ts';

interface Row {
  readonly name: string;
  readonly className: string;
  readonly config: string;
  readonly allow: string;
  /** Codes that are told, sorted. */
  readonly told: readonly string[];
}

const SINK = 'FileStreamSink';

const rows: readonly Row[] = [
  { name: 'a lint is told', className: SINK, config: 'errors.tolerance: all', allow: '', told: ['H006'] },
  { name: 'an allowed lint is not told', className: SINK, config: 'errors.tolerance: all', allow: 'H006', told: [] },
  {
    name: 'an allow of a lint that finds nothing is told',
    className: SINK,
    config: '',
    allow: 'H006',
    told: ['CC3023'],
  },
  { name: 'an unknown key is told', className: SINK, config: 'fle: x', allow: '', told: ['CC3104'] },
  { name: 'an allowed unknown key is not told', className: SINK, config: 'fle: x', allow: 'CC3104', told: [] },
  {
    name: 'an allow of unknown keys where there are none is told',
    className: SINK,
    config: '',
    allow: 'CC3104',
    told: ['CC3023'],
  },
  { name: 'nothing is said where the class is unknown', className: 'com.X', config: '', allow: 'CC3104', told: [] },
];

describe('allow silences what the checks without a worker find', () => {
  for (const { name, className, config, allow, told } of rows) {
    it(name, () => {
      const resolution = resolveText(
        [
          'pipeline: p',
          'connectors:',
          `  - { name: c, class: ${className}, config: { topics: t${config && `, ${config}`} }${allow && `, allow: { ${allow}: why }`} }`,
        ].join('\n'),
      );
      const knowledge = { catalogue: pluginCatalogue(builtInPlugins(), []), framework: builtInFramework() };
      const { diagnostics } = checkOffline([resolution], knowledge);
      expect(places(diagnostics).map((place) => place.split(' ')[0])).toEqual(told);
    });
  }
});

it('the hazards of a change are those of the plan that no lint finds', () => {
  const lints = new Set(lintRules.map(({ id }) => id));
  expect([...CHANGE_HAZARDS].sort()).toEqual(hazardRules.map(({ id }) => id).filter((id) => !lints.has(id)));
});
