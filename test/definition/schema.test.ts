import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkShape } from '../../src/definition/check-shape.ts';
import { pipelineSchema, projectSchema } from '../../src/definition/index.ts';
import { type Node, toPlain } from '../../src/definition/node.ts';
import { parseYaml } from '../../src/definition/parse-yaml.ts';
import { Report } from '../../src/definition/report.ts';
import type { DocumentKind } from '../../src/definition/schema.ts';
import { SourceText } from '../../src/definition/source-text.ts';

const ajv = new Ajv2020({ strictTypes: false, strictRequired: false, keywords: ['x-is'] });
const validateProject = ajv.compile(projectSchema);
const validatePipeline = ajv.compile(pipelineSchema);

const CASES = fileURLToPath(new URL('../cases/definition', import.meta.url));

const documents = readdirSync(CASES, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.ya?ml$/.test(path))
  .flatMap((path) => {
    const source = new SourceText({ path, text: readFileSync(join(CASES, path), 'utf8') });
    return parseYaml(source, new Report()).map((node) => ({ node, kind: kindOf(path, node) }));
  });

function kindOf(path: string, node: Node): DocumentKind {
  if (path.endsWith('connectctl.yaml')) return 'project';
  return node.kind === 'map' && node.entries.some(({ key }) => key.text === 'template') ? 'template' : 'pipeline';
}

/** The document with one value in it replaced, one key renamed or one entry left out. */
function mutate(node: Node, at: number, by: Node, how: number): Node {
  let left = at;
  const visit = (one: Node): Node => {
    if (left-- === 0) return by;
    if (one.kind === 'list') return { ...one, items: one.items.map(visit) };
    if (one.kind === 'scalar') return one;
    const entries = one.entries.flatMap(({ key, value }) => {
      if (left-- !== 0) return [{ key, value: visit(value) }];
      return how === 0 ? [] : [{ key: { ...key, text: `${key.text}x` }, value }];
    });
    return { ...one, entries };
  };
  return visit(node);
}

const source = new SourceText({ path: 'x', text: '' });
const place = { source, start: 0, end: 0 };
const text = (value: string, plain = true): Node => ({ kind: 'scalar', text: value, plain, ...place });
const values: readonly Node[] = [
  ...['1', '0', '1.5', 'true', 'null', 'word', '${var.x}', 'running'].map((value) => text(value)),
  text('', false),
  text('4', false),
  { kind: 'list', items: [], ...place },
  { kind: 'list', items: [text('a'), text('1')], ...place },
  { kind: 'map', entries: [], ...place },
];

describe('the JSON Schemas', () => {
  it('hold for every real definition', () => {
    expect(documents.length).toBeGreaterThan(30);
    for (const { node, kind } of documents) {
      const validate = kind === 'project' ? validateProject : validatePipeline;
      expect({ valid: validate(toPlain(node)), errors: validate.errors }).toEqual({ valid: true, errors: null });
      expect(checkShape(node, kind, new Report())).toBe(true);
    }
  });

  it('are walked as a validator of the standard reads them', () => {
    let invalid = 0;
    fc.assert(
      fc.property(
        // By number: a counterexample of whole documents could not be read.
        fc.nat(documents.length - 1),
        fc.nat(120),
        fc.nat(values.length - 1),
        fc.nat(1),
        (document, at, by, how) => {
          const { node, kind } = documents[document]!;
          const mutated = mutate(node, at, values[by]!, how);
          const validate = kind === 'project' ? validateProject : validatePipeline;
          // Which of the two a document is, is found before its shape is looked at.
          if (mutated.kind !== 'map' || kindOf(kind === 'project' ? 'connectctl.yaml' : '', mutated) !== kind) return;
          const expected = validate(toPlain(mutated));
          if (!expected) invalid++;
          expect({ shape: toPlain(mutated), valid: checkShape(mutated, kind, new Report()) }).toEqual({
            shape: toPlain(mutated),
            valid: expected,
          });
        },
      ),
      { numRuns: 1500 },
    );
    expect(invalid).toBeGreaterThan(200);
  });
});
