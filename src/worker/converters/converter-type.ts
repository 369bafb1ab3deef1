import { type ConfigKeySpec, oneOf } from '../config/index.ts';

/** The key that the framework itself sets on every converter. */
export const converterType: ConfigKeySpec = {
  name: 'converter.type',
  type: 'STRING',
  validator: oneOf('key', 'value', 'header'),
  importance: 'LOW',
  documentation: 'What the converter is used for: keys, values or headers. Set by the worker.',
};
