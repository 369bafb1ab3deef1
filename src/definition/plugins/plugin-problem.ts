import type { Diagnostic, SourceSpan } from '../../core/index.ts';
import { suggest } from '../../core/index.ts';
import type { ResolvedConnector } from '../resolved.ts';
import { checkValue } from './check-value.ts';
import type { PluginKey } from './plugin-definition.ts';

/** Makes the diagnostics of one connector: they stand where the key is written, or where its plugin is named. */
export interface ProblemReporter {
  missing(key: string, plugin: string, near: string): void;
  badValue(definition: PluginKey, flatKey: string, plugin: string, text: string): void;
  unknownKey(flatKey: string, shown: string, plugin: string, candidates: Iterable<string>): void;
  unknownClass(flatKey: string, name: string, what: string, candidates: Iterable<string>): void;
  rule(flatKey: string, message: string, help: string): void;
  ignoredKey(flatKey: string, message: string, help: string): void;
  readonly diagnostics: readonly Diagnostic[];
}

export function problemReporter(connector: ResolvedConnector): ProblemReporter {
  const diagnostics: Diagnostic[] = [];
  const at = (...keys: readonly string[]): SourceSpan => {
    for (const key of keys) {
      const span = connector.sourceOf(key);
      if (span) return span;
    }
    return connector.sourceOf('connector.class') ?? connector.source;
  };
  const add = (code: string, severity: Diagnostic['severity'], source: SourceSpan, message: string, help?: string) => {
    diagnostics.push({ code, severity, message, ...(help === undefined ? {} : { help }), source });
  };
  const who = `connector "${connector.name}"`;
  return {
    diagnostics,
    missing: (key, plugin, near) =>
      add('CC3101', 'error', at(near), `${plugin} needs "${key}", and ${who} does not give it`),
    badValue(definition, flatKey, plugin, text) {
      const problem = checkValue(definition, text);
      if (!problem) return;
      const code = problem.kind === 'type' ? 'CC3102' : 'CC3103';
      add(code, 'error', at(flatKey), `"${definition.name}" of ${plugin} ${problem.message}`, problem.help);
    },
    unknownKey(flatKey, shown, plugin, candidates) {
      const near = suggest(shown, candidates);
      const help = near === undefined ? 'Connect takes an unknown key in silence' : `did you mean "${near}"?`;
      add(
        'CC3104',
        'warning',
        connector.keySourceOf?.(flatKey) ?? at(flatKey),
        `${plugin} has no key "${shown}"`,
        help,
      );
    },
    unknownClass(flatKey, name, what, candidates) {
      const near = suggestClass(name, candidates);
      const help = near === undefined ? '`connectctl schema pull` reads what a worker has' : `did you mean "${near}"?`;
      add('CC3105', 'warning', at(flatKey), `no ${what} "${name}" among the plugins known here`, help);
    },
    rule: (flatKey, message, help) => add('CC3106', 'error', at(flatKey), message, help),
    ignoredKey: (flatKey, message, help) =>
      add('CC3107', 'warning', connector.keySourceOf?.(flatKey) ?? at(flatKey), message, help),
  };
}

/** The class that a name with a slip or two of the fingers means: `JsonConvertor`, `FileStremSink`. */
export function slipOf(name: string, candidates: Iterable<string>): string | undefined {
  return suggest(name, candidates, 2);
}

/** Else compares without the kind at the end, which half of the names share: `Avro` is not `Json`. */
function suggestClass(name: string, candidates: Iterable<string>): string | undefined {
  const slip = slipOf(name, candidates);
  if (slip !== undefined) return slip;
  const byCore = new Map<string, string>();
  for (const candidate of candidates) {
    const core = withoutKind(candidate);
    if (!byCore.has(core)) byCore.set(core, candidate);
  }
  const near = suggest(withoutKind(name), byCore.keys());
  return near === undefined ? undefined : byCore.get(near);
}

function withoutKind(name: string): string {
  return name.replace(/(?:Connector|(?:Header)?Converter|Transformation|Predicate)$/, '');
}
