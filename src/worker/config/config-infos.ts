import type { ConfigKeyInfo, ConfigValueInfo } from '../../core/index.ts';
import type { ConfigKey } from './config-def.ts';
import type { CheckedValue } from './validate-config.ts';
import { valueText } from './value-text.ts';

/** A key as `GET /connector-plugins/{plugin}/config` and validate show it; `prefix` goes before its name only. */
export function configKeyInfo(key: ConfigKey, prefix = ''): ConfigKeyInfo {
  return {
    name: prefix + key.name,
    type: key.type,
    required: key.required,
    default_value: valueText(key.defaultValue, key.type),
    importance: key.importance,
    documentation: key.documentation,
    group: key.group ?? null,
    order_in_group: key.orderInGroup ?? -1,
    width: key.width ?? 'NONE',
    display_name: key.displayName ?? key.name,
    dependents: key.dependents ?? [],
  };
}

/** A checked value; `key` null where nobody declared it. */
export function configValueInfo(checked: CheckedValue, key: ConfigKey | null, prefix = ''): ConfigValueInfo {
  return {
    name: prefix + checked.name,
    value: valueText(checked.value, key?.type ?? null),
    recommended_values: key?.recommendedValues?.() ?? [],
    errors: checked.errors,
    visible: key?.isVisible?.() ?? true,
  };
}

/** Groups in the order in which keys name them first. */
export function configGroups(keys: Iterable<ConfigKey>): string[] {
  const groups = new Set<string>();
  for (const { group } of keys) if (group) groups.add(group);
  return [...groups];
}
