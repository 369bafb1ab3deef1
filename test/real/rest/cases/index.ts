import type { RestCase } from '../rest-case.ts';
import { changeCases } from './change-cases.ts';
import { brokenConfigCases, configCases } from './config-cases.ts';
import { createCases } from './create-cases.ts';
import { envelopeCases } from './envelope-cases.ts';
import { loggerCases } from './logger-cases.ts';
import { offsetCases } from './offset-cases.ts';
import { pluginCases } from './plugin-cases.ts';
import { readCases } from './read-cases.ts';
import { rootCases } from './root-cases.ts';
import { stateCases } from './state-cases.ts';

/** Every row of the differential test; names are unique. */
export const restCases: readonly RestCase[] = [
  ...rootCases,
  ...createCases,
  ...configCases,
  ...brokenConfigCases,
  ...readCases,
  ...changeCases,
  ...stateCases,
  ...offsetCases,
  ...pluginCases,
  ...loggerCases,
  ...envelopeCases,
];
