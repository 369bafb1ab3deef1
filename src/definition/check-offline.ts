import { type Diagnostic, type SourceSpan, sortDiagnostics } from '../core/index.ts';
import { lint } from './lints/index.ts';
import { checkPlugins, type FrameworkKeys, type PluginCatalogue, passwordKeys } from './plugins/index.ts';
import type { Resolution, ResolvedConnector } from './resolved.ts';
import { OFFLINE_CODES } from './silenceable.ts';
import { ToldOnce } from './told-once.ts';

/** What is known of plugins where no worker is asked. */
export interface OfflineKnowledge {
  readonly catalogue: PluginCatalogue;
  readonly framework: FrameworkKeys;
}

export interface OfflineChecks {
  /** Sorted by place, each told once; those of some environments only name them. */
  readonly diagnostics: readonly Diagnostic[];
  /** Keys whose allowed values nobody asked a worker for. A connector's key counts once, whatever the environments. */
  readonly checkedByTypeOnly: number;
  /** Keys of plugins that are not known here. */
  readonly unchecked: number;
  /** The classes of those, as written, sorted. */
  readonly unknownClasses: readonly string[];
}

/** Plugin checks and lints of several environments. */
export function checkOffline(
  resolutions: readonly Pick<Resolution, 'environment' | 'connectors' | 'failed'>[],
  knowledge: OfflineKnowledge,
): OfflineChecks {
  const found = new ToldOnce();
  const allowances = new Allowances();
  const typeOnly = new Set<string>();
  const unchecked = new Set<string>();
  const unknown = new Set<string>();
  for (const { environment, connectors, failed = [] } of resolutions) {
    const plugins = checkPlugins(connectors, knowledge.catalogue, knowledge.framework);
    const lints = lint(connectors, lintKnowledge(knowledge.catalogue));
    for (const diagnostic of [...plugins.diagnostics, ...lints.diagnostics, ...checkFailed(failed, knowledge)]) {
      found.add(diagnostic, environment?.name ?? '');
    }
    allowances.see(connectors, [...plugins.used, ...lints.used], knowledge.catalogue);
    for (const key of plugins.checkedByTypeOnly) typeOnly.add(key);
    for (const key of plugins.unchecked) unchecked.add(key);
    for (const name of plugins.unknownClasses) unknown.add(name);
  }
  const all = resolutions.map(({ environment }) => environment?.name ?? '');
  return {
    diagnostics: sortDiagnostics([...found.diagnostics(all), ...allowances.idle()]),
    checkedByTypeOnly: typeOnly.size,
    unchecked: unchecked.size,
    unknownClasses: [...unknown].sort(),
  };
}

/** What is wrong with the keys that a broken connector has; of those that it lacks nobody knows why it does. */
function checkFailed(failed: readonly ResolvedConnector[], knowledge: OfflineKnowledge): readonly Diagnostic[] {
  const { diagnostics } = checkPlugins(failed, knowledge.catalogue, knowledge.framework);
  return diagnostics.filter(({ code }) => OF_WRITTEN_KEYS.has(code));
}

const OF_WRITTEN_KEYS: ReadonlySet<string> = new Set(['CC3102', 'CC3103', 'CC3104', 'CC3105']);

function lintKnowledge(catalogue: PluginCatalogue): Parameters<typeof lint>[1] {
  const passwords = new WeakMap<ResolvedConnector, ReadonlySet<string>>();
  return {
    kindOf(connector) {
      const types = definitionOf(connector, catalogue)?.types;
      return types && (types.includes('sink') ? 'sink' : 'source');
    },
    isPassword(connector, key) {
      let keys = passwords.get(connector);
      if (!keys) {
        keys = passwordKeys(connector, catalogue);
        passwords.set(connector, keys);
      }
      return keys.has(key);
    },
  };
}

function definitionOf(connector: ResolvedConnector, catalogue: PluginCatalogue) {
  const name = connector.config.get('connector.class');
  return typeof name === 'string' ? catalogue.find(name, 'source', 'sink') : undefined;
}

/** Which `allow` lines ever silenced something; a template's may do so in one connector and not in the next. */
class Allowances {
  readonly #seen = new Map<string, { readonly code: string; readonly source: SourceSpan; used: boolean }>();

  see(
    connectors: readonly ResolvedConnector[],
    used: readonly { readonly source: SourceSpan }[],
    catalogue: PluginCatalogue,
  ): void {
    const usedPlaces = new Set(used.map(({ source }) => JSON.stringify(source)));
    for (const connector of connectors) {
      // Of a class that is unknown here a plan may find what these checks can't.
      const isJudged = definitionOf(connector, catalogue) !== undefined;
      for (const [code, { source }] of connector.allow) {
        if (!OFFLINE_CODES.has(code)) continue;
        const place = JSON.stringify(source);
        const entry = this.#seen.get(place) ?? { code, source, used: false };
        entry.used ||= !isJudged || usedPlaces.has(place);
        this.#seen.set(place, entry);
      }
    }
  }

  idle(): readonly Diagnostic[] {
    return [...this.#seen.values()]
      .filter(({ used }) => !used)
      .map(({ code, source }) => ({
        code: 'CC3023',
        severity: 'warning',
        message: `allow: ${code} silences nothing`,
        help: 'take the line out',
        source,
      }));
  }
}
