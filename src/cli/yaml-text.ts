import { stringify } from 'yaml';

/** A value as YAML, long lines whole. A module of its own, loaded where YAML is asked for. */
export function yamlText(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
