import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { builtInFramework, builtInPlugins, editorSchema } from '../../../src/definition/index.ts';

const schema = editorSchema(builtInPlugins(), builtInFramework());
const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);

const pipeline = (connector: object): object => ({ pipeline: 'p', connectors: [{ name: 'c', ...connector }] });
const source = { class: 'FileStreamSource' };
const transform = (config: object): object => ({
  ...source,
  transforms: [{ name: 't', type: 'TimestampConverter$Value', config }],
});

test.each([
  { name: 'what is right', value: { ...source, config: { file: '/a', topic: 't', 'batch.size': 5 } }, valid: true },
  { name: 'a reference in a number', value: { ...source, config: { 'batch.size': '${var.size}' } }, valid: true },
  { name: 'a number in quotes', value: { ...source, config: { 'batch.size': '5' } }, valid: true },
  { name: 'null, which removes a key', value: { ...source, config: { 'batch.size': null } }, valid: true },
  { name: 'a word as a number', value: { ...source, config: { 'batch.size': 'five' } }, valid: false },
  { name: 'a framework key', value: { ...source, config: { 'errors.tolerance': 'some' } }, valid: false },
  { name: 'the same under another class', value: { class: 'X', config: { 'errors.tolerance': 'some' } }, valid: true },
  {
    name: 'the full class name',
    value: { class: 'org.apache.kafka.connect.file.FileStreamSourceConnector', config: { 'batch.size': 'x' } },
    valid: false,
  },
  { name: 'a transform, by its short name', value: transform({ 'target.type': 'timestamp' }), valid: false },
  { name: 'a transform that is right', value: transform({ 'target.type': 'Timestamp' }), valid: true },
  {
    name: 'a converter',
    value: { ...source, valueConverter: { class: 'JsonConverter', 'schemas.enable': 'maybe' } },
    valid: false,
  },
])('an editor marks values by the class: $name', ({ value, valid }) => {
  expect(validate(pipeline(value)), JSON.stringify(validate.errors)).toBe(valid);
});
