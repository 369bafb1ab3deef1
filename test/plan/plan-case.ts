import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  defaultPlanOptions,
  makePlan,
  type PlanEnvironment,
  type PlanOptions,
  type PlanResult,
} from '../../src/plan/index.ts';
import { type DesiredInput, desired, environment, removed } from './desired.ts';
import { type LiveInput, live, observed } from './observed.ts';

/** desired.json of a golden folder. */
interface DesiredFile {
  readonly connectors: readonly DesiredInput[];
  readonly removed?: readonly {
    readonly name: string;
    readonly destroy?: boolean;
    readonly offsets?: 'keep' | 'reset';
  }[];
  readonly options?: Partial<PlanOptions>;
  readonly environment?: Partial<PlanEnvironment>;
}

/** Plans a golden folder: desired.json against live.json. */
export function planCase(folder: string): PlanResult {
  const files = JSON.parse(readFileSync(join(folder, 'desired.json'), 'utf8')) as DesiredFile;
  const lives = JSON.parse(readFileSync(join(folder, 'live.json'), 'utf8')) as Record<string, LiveInput>;
  return makePlan({
    environment: { ...environment, ...files.environment },
    connectors: files.connectors.map(desired).sort((a, b) => (a.name < b.name ? -1 : 1)),
    topics: [],
    removed: (files.removed ?? []).map(({ name, ...rest }) => removed(name, rest)),
    diagnostics: [],
    observed: observed(Object.entries(lives).map(([name, input]) => live(name, input))),
    options: { ...defaultPlanOptions, ...files.options },
  });
}
