import type { RestCase } from '../rest-case.ts';
import { brokenConfigCases, configCases } from './config-cases.ts';
import { connectorCases } from './connector-cases.ts';
import { createCases } from './create-cases.ts';
import { loggerCases } from './logger-cases.ts';
import { offsetCases } from './offset-cases.ts';
import { pluginCases } from './plugin-cases.ts';
import { rootCases } from './root-cases.ts';

/** Every row of the differential test; names are unique. */
export const restCases: readonly RestCase[] = [
  ...rootCases,
  ...createCases,
  ...configCases,
  ...brokenConfigCases,
  ...connectorCases,
  ...offsetCases,
  ...pluginCases,
  ...loggerCases,
];
