import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { pipelineSchema } from '../../src/definition/index.ts';
import { describeConnector, places, resolveText } from './projects.ts';

const validate = new Ajv2020({ strictTypes: false, strictRequired: false, keywords: ['x-is'] }).compile(pipelineSchema);

/** A field of a connector: what may be written there, and what may not. */
const fields: readonly { readonly field: string; readonly value: unknown; readonly wrong?: unknown }[] = [
  { field: 'description', value: 'some words' },
  { field: 'labels', value: { team: 'data' }, wrong: 'data' },
  { field: 'class', value: 'com.example.Sink', wrong: ['a'] },
  { field: 'tasksMax', value: 3, wrong: 'three' },
  { field: 'state', value: 'paused', wrong: 'sleeping' },
  { field: 'config', value: { topics: 't' }, wrong: 'topics' },
  { field: 'keyConverter', value: { class: 'JsonConverter', 'schemas.enable': false }, wrong: ['a'] },
  { field: 'valueConverter', value: 'StringConverter' },
  { field: 'headerConverter', value: 'StringConverter' },
  { field: 'transforms', value: [{ name: 't', type: 'HoistField$Value', config: { field: 'f' } }], wrong: 'line' },
  { field: 'predicates', value: [{ name: 'p', type: 'RecordIsTombstone' }], wrong: 'line' },
  { field: 'dependsOn', value: ['other'], wrong: { other: 1 } },
  { field: 'preventDestroy', value: true, wrong: 'perhaps' },
  { field: 'movedFrom', value: ['old'], wrong: { old: 1 } },
  { field: 'topics', value: [{ name: 't', partitions: 2, config: { 'retention.ms': 1 } }], wrong: 'a-topic' },
  { field: 'offsets', value: [{ partition: { p: 1 }, offset: { o: 2 } }], wrong: 'earliest' },
  { field: 'sensitive', value: ['my.pin'], wrong: { pin: 1 } },
];

function textOf(connector: object, variables: object = {}): string {
  const base = { name: 'c', class: 'com.example.X', config: { 'my.pin': '1' } };
  const connectors = [
    { ...base, ...connector },
    { name: 'other', class: 'com.example.Y' },
  ];
  return JSON.stringify({ pipeline: 'p', variables, connectors });
}

describe('a typed field takes a whole-value reference, which is checked afterwards', () => {
  for (const { field, value, wrong } of fields) {
    it(`${field} through a variable is as if it were written there, to validate and to editors`, () => {
      const written = resolveText(textOf({ [field]: value }));
      const text = textOf({ [field]: '${var.v}' }, { v: value });
      const referred = resolveText(text);
      expect([...places(written.diagnostics), ...places(referred.diagnostics)]).toEqual([]);
      expect(referred.connectors.map(describeConnector)).toEqual(written.connectors.map(describeConnector));
      expect(referred.topics.map(({ name, partitions }) => [name, partitions])).toEqual(
        written.topics.map(({ name, partitions }) => [name, partitions]),
      );
      expect({ valid: validate(JSON.parse(text)), errors: validate.errors }).toEqual({ valid: true, errors: null });
    });

    if (wrong === undefined) continue;
    it(`${field} through a variable of another kind is an error`, () => {
      const { diagnostics } = resolveText(textOf({ [field]: '${var.v}' }, { v: wrong }));
      expect(diagnostics.filter(({ severity }) => severity === 'error').length).toBeGreaterThan(0);
    });
  }

  it('a removal takes them too', () => {
    const { removed, diagnostics } = resolveText(
      'pipeline: p\nvariables: { d: false, o: reset }\nremoved: [{ name: a, destroy: "${var.d}" }, { name: b, offsets: "${var.o}" }]',
    );
    expect(diagnostics).toEqual([]);
    expect(removed.map(({ name, destroy, offsets }) => [name, destroy, offsets])).toEqual([
      ['a', false, 'keep'],
      ['b', true, 'reset'],
    ]);
  });
});
