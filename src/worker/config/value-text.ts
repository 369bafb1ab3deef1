import { type ConfigTypeName, Sensitive } from '../../core/index.ts';
import { doubleText } from '../data/index.ts';
import type { ConfigValue } from './config-def.ts';

/** A parsed value as the REST API gives it back (ConfigDef.convertToString); secrets are `[hidden]`. */
export function valueText(value: ConfigValue, type: ConfigTypeName | null): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Sensitive) return '[hidden]';
  if (Array.isArray(value)) return value.join(',');
  if (type === 'DOUBLE' && typeof value === 'number') return doubleText(value);
  return String(value);
}
