import { type Diagnostic, suggest } from '../core/index.ts';
import type { ResolvedConnector } from '../definition/index.ts';
import { classOf, definitionOf } from './definition-of.ts';
import { isSensitiveField } from './describe-field.ts';
import { isServerMask } from './observed.ts';
import type { PlanContext } from './plan-input.ts';
import { workerWords } from './worker-words.ts';

/**
 * What the worker has against a config, at the line that wrote the key. What was left out of the validation (`${keep}`,
 * hidden values) can't be held against it.
 */
export function validationDiagnostics(desired: ResolvedConnector, context: PlanContext): Diagnostic[] {
  const unknown = unknownClass(desired, context);
  if (unknown) return [unknown];
  const validation = context.observed.validations.get(desired.name);
  if (!validation) return [];
  const live = context.observed.connectors.get(desired.name);
  const definition = definitionOf(desired, live, context.observed);
  const words = workerWords(desired, live?.config, definition);
  if (validation.kind === 'error') {
    return [
      {
        code: 'CC4013',
        severity: 'error',
        message: `the worker can't validate "${desired.name}": ${words(validation.message)}`,
        source: desired.sourceOf('connector.class') ?? desired.source,
      },
    ];
  }
  const diagnostics: Diagnostic[] = [];
  for (const { value } of validation.infos.configs) {
    if (desired.keep.has(value.name) || (isServerMask(live?.config[value.name]) && !desired.config.has(value.name)))
      continue;
    const isSecret = isSensitiveField(value.name, desired, definition);
    for (const message of new Set(value.errors)) {
      diagnostics.push({
        code: 'CC4014',
        severity: 'error',
        message: `${desired.name}: ${words(isSecret ? withoutValue(message) : message)}`,
        source: desired.sourceOf(value.name) ?? desired.source,
        ...(isSecret && { sensitive: true as const }),
      });
    }
  }
  return diagnostics;
}

/** A class that the worker has not, before it is asked: its own answer is a page long. */
export function unknownClass(desired: ResolvedConnector, context: PlanContext): Diagnostic | undefined {
  const name = classOf(desired);
  const { connectors, fullName } = context.classes;
  if (connectors.length === 0 || fullName(name) !== undefined) return undefined;
  const names = connectors.flatMap((p) => [p.class, simpleName(p.class)]);
  const meant = suggest(name, names);
  return {
    code: 'CC4015',
    severity: 'error',
    message: `the worker has no connector plugin "${name}" (${desired.name})`,
    help: meant ? `did you mean "${meant}"?` : 'Install it on the worker: GET /connector-plugins lists what is there.',
    source: desired.sourceOf('connector.class') ?? desired.source,
  };
}

function simpleName(className: string): string {
  return className.slice(className.lastIndexOf('.') + 1).replace(/Connector$/, '');
}

/** Kafka's messages quote the value: `Invalid value X for configuration K: …`. */
function withoutValue(message: string): string {
  return message.replace(/^Invalid value .* for configuration /s, 'Invalid value (sensitive) for configuration ');
}
