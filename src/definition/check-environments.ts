import { type Diagnostic, sortDiagnostics } from '../core/index.ts';
import type { Project } from './load-project.ts';
import { Report } from './report.ts';
import { resolveWatched } from './resolve-environment.ts';
import type { Resolution, ResolveOptions } from './resolved.ts';
import { ToldOnce } from './told-once.ts';
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
  const found = new ToldOnce();
  const resolutions = environments.map((environment) => {
    const { resolution, report } = resolveWatched(project, { ...options, environment }, watches);
    for (const diagnostic of report.diagnostics()) found.add(diagnostic, environment);
    return resolution;
  });
  const idle = new Report();
  watches.report(idle);
  const diagnostics = [...found.diagnostics(environments), ...idle.diagnostics()];
  return { resolutions, diagnostics: sortDiagnostics(diagnostics) };
}
