import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import schema from '../../schemas/plan.schema.json' with { type: 'json' };
import { renderPlanHtml, renderPlanJson, renderPlanMarkdown, renderPlanText } from '../../src/render/index.ts';
import { planCase } from '../plan/plan-case.ts';

const cases = fileURLToPath(new URL('../cases/plan', import.meta.url));
const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);

/** UPDATE_GOLDEN=1 writes what is missing or differs, to be read in the diff; without it a difference fails. */
const isUpdating = process.env['UPDATE_GOLDEN'] === '1';

describe.each(readdirSync(cases))('%s', (name) => {
  const folder = join(cases, name);
  const { plan } = planCase(folder);
  const views = {
    'plan.txt': renderPlanText(plan),
    'plan.json': renderPlanJson(plan),
    'plan.md': renderPlanMarkdown(plan),
    'plan.html': renderPlanHtml([plan]),
  };

  test.each(Object.entries(views))('%s', (file, text) => {
    const path = join(folder, file);
    if (isUpdating) writeFileSync(path, text);
    expect(existsSync(path)).toBe(true);
    expect(text).toBe(readFileSync(path, 'utf8'));
  });

  test('the JSON keeps its schema', () => {
    validate(JSON.parse(views['plan.json']));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('no view holds a secret of the case', () => {
    for (const text of Object.values(views)) expect(text).not.toMatch(/hunter2|s3cret/);
  });
});
