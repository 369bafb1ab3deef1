import { type Diagnostic, sortDiagnostics } from '../core/index.ts';
import type { Project } from './load-project.ts';
import { Report } from './report.ts';
import { resolveWatched } from './resolve-environment.ts';
import type { Resolution, ResolveOptions } from './resolved.ts';
import { Watches } from './watch.ts';

/** What several environments give, and everything wrong in any of them, told once. */
export interface CheckedEnvironments {
  readonly resolutions: readonly Omit<Resolution, 'diagnostics'>[];
  /** Sorted by place. What is wrong in some environments only names them. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Resolves environments one after the other; a null or allow is idle only if it is so in all of them. */
export function checkEnvironments(
  project: Project,
  environments: readonly string[],
  options: Omit<ResolveOptions, 'environment'>,
): CheckedEnvironments {
  const watches = new Watches();
  const found = new Map<string, { readonly diagnostic: Diagnostic; readonly environments: string[] }>();
  const resolutions = environments.map((environment) => {
    const { resolution, report } = resolveWatched(project, { ...options, environment }, watches);
    for (const diagnostic of report.diagnostics()) {
      const key = JSON.stringify([diagnostic.code, diagnostic.source, diagnostic.message]);
      const known = found.get(key);
      if (known) known.environments.push(environment);
      else found.set(key, { diagnostic, environments: [environment] });
    }
    return resolution;
  });
  const idle = new Report();
  watches.report(idle);
  const diagnostics = [...found.values()].map((one) =>
    withEnvironments(one.diagnostic, one.environments, environments),
  );
  return { resolutions, diagnostics: sortDiagnostics([...diagnostics, ...idle.diagnostics()]) };
}

/** Names the environments that a finding is true of, where it is not true of all. */
export function withEnvironments(diagnostic: Diagnostic, where: readonly string[], all: readonly string[]): Diagnostic {
  if (where.length === all.length || where.some((name) => diagnostic.message.includes(`environment "${name}"`))) {
    return diagnostic;
  }
  return { ...diagnostic, message: `${diagnostic.message} (in ${where.join(', ')})` };
}
