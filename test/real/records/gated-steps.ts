import type { Config } from '../oracle/oracle.ts';
import type { ConnectorConfig, MessageBytes } from './record-case.ts';

/** A transform by its full name, with its own keys. */
export interface Step {
  readonly class: string;
  readonly config: Config;
}

/**
 * Many settings of transforms in one connector: a step is for the records that carry its own header alone, so that no
 * setting sees what another has done.
 */
export function gatedSteps(steps: readonly Step[]): ConnectorConfig {
  const keys = steps.flatMap(({ class: type, config }, index): [string, string][] => [
    [`transforms.t${index}.type`, type],
    ...Object.entries(config).map(([key, value]): [string, string] => [`transforms.t${index}.${key}`, value]),
    [`transforms.t${index}.predicate`, `p${index}`],
    [`predicates.p${index}.type`, 'org.apache.kafka.connect.transforms.predicates.HasHeaderKey'],
    [`predicates.p${index}.name`, gateOf(index)],
  ]);
  return {
    transforms: steps.map((_, index) => `t${index}`).join(','),
    predicates: steps.map((_, index) => `p${index}`).join(','),
    ...Object.fromEntries(keys),
  };
}

/** The header of the records that a step is for. */
export function gateOf(step: number): string {
  return `step-${step}`;
}

export function throughGate(message: MessageBytes, step: number): MessageBytes {
  return { ...message, headers: [{ key: gateOf(step), value: null }, ...message.headers] };
}
