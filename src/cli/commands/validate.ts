import { type Diagnostic, ExitCode, hasErrors } from '../../core/index.ts';
import {
  type CheckedEnvironments,
  checkEnvironments,
  type OfflineChecks,
  withoutFollowUps,
} from '../../definition/index.ts';
import { countDiagnostics, diagnosticJson, renderDiagnostics } from '../../render/index.ts';
import { colorsFor } from '../colors.ts';
import type { CliIo, Command, GlobalArgs } from '../command.ts';
import { offlineLimits, validateOffline } from '../plugin-schemas/index.ts';
import { type OpenedProject, openProject, selectEnvironments, variablesOf } from '../project.ts';
import { tuneForShortRun } from '../short-run.ts';

interface ValidateArgs {
  readonly format: 'text' | 'json';
  readonly failOn?: 'hazard' | 'warning';
  readonly online: boolean;
}

/** Checks every environment, or those of -e; asks workers only with --online. */
export const command: Command<ValidateArgs> = {
  builder: (yargs) =>
    yargs
      .option('format', {
        choices: ['text', 'json'] as const,
        default: 'text' as const,
        describe: 'what goes to stdout',
      })
      .option('fail-on', { choices: ['hazard', 'warning'] as const, describe: 'exit 1 for these too' })
      .option('online', {
        type: 'boolean',
        default: false,
        describe: "also ask the validation of each environment's worker; environment variables have to be set",
      })
      .example('$0 validate', 'check every environment')
      .example('$0 validate -e prod --fail-on warning', 'check one, strictly')
      .example('$0 validate -e local --online', 'what the worker itself says, at the lines that wrote it'),
  run: async (args, io) => {
    tuneForShortRun();
    const opened = openProject(args, io);
    const checked = check(opened, args);
    const offline = await validateOffline(opened.folder, checked.resolutions);
    const online = args.online ? await validateOnline(opened, args, io) : [];
    // What was found here already, the worker need not say again.
    const found = withoutFollowUps(offline.diagnostics, online);
    const diagnostics = withoutFollowUps(opened.diagnostics, [...checked.diagnostics, ...found]);
    const valid = !hasErrors(diagnostics);
    if (args.format === 'json') io.stdout.write(json(checked, offline, diagnostics, valid));
    else printText(opened, checked, offline, diagnostics, args, io);
    return valid && !failsOn(diagnostics, args.failOn) ? ExitCode.done : ExitCode.error;
  },
};

/** The client of the REST API is loaded by who asks for it: an offline check starts without Node's HTTP and TLS. */
async function validateOnline(opened: OpenedProject, args: GlobalArgs, io: CliIo): Promise<readonly Diagnostic[]> {
  const { validateEnvironments } = await import('../worker-plugins/index.ts');
  return validateEnvironments(opened, args, io);
}

/** Environment variables don't matter here: placeholders stand in, so that any machine gives the same answer. */
function check({ project }: OpenedProject, args: GlobalArgs): CheckedEnvironments {
  if (!project) return { resolutions: [], diagnostics: [] };
  const environments = selectEnvironments(project, args.env, 'all');
  return checkEnvironments(project, environments, { vars: variablesOf(args, project), env: 'placeholders' });
}

function failsOn(diagnostics: readonly Diagnostic[], severity: ValidateArgs['failOn']): boolean {
  if (severity === undefined) return false;
  // A warning is the weaker of the two: who fails on warnings fails on hazards.
  return diagnostics.some((one) => one.severity === 'hazard' || one.severity === severity);
}

function printText(
  { texts, project }: OpenedProject,
  checked: CheckedEnvironments,
  offline: OfflineChecks,
  diagnostics: readonly Diagnostic[],
  args: GlobalArgs,
  io: CliIo,
): void {
  io.stdout.write(renderDiagnostics(diagnostics, texts, colorsFor(args, io), project?.masked));
  const count = countDiagnostics(diagnostics);
  if (hasErrors(diagnostics)) {
    io.stdout.write(`${count}\n`);
    return;
  }
  if (count) io.stdout.write(`${count}\n`);
  const { connectors, pipelines, environments } = totals(checked);
  const parts = [
    `${many(connectors, 'connector')} in ${many(pipelines, 'pipeline')}`,
    many(environments, 'environment'),
  ];
  io.stdout.write(`Valid: ${parts.join(', ')}.\n`);
  for (const line of offlineLimits(offline)) io.stdout.write(`${line}\n`);
}

function json(
  checked: CheckedEnvironments,
  { checkedByTypeOnly, unchecked, unknownClasses }: OfflineChecks,
  diagnostics: readonly Diagnostic[],
  valid: boolean,
): string {
  const limits = { checkedByTypeOnly, unchecked, unknownClasses };
  const shown = diagnostics.map(diagnosticJson);
  const body = { formatVersion: '1.0', valid, ...totals(checked), ...limits, diagnostics: shown };
  return `${JSON.stringify(body, undefined, 2)}\n`;
}

/** Connectors are counted once, however many environments have them. */
function totals({ resolutions }: CheckedEnvironments): Record<'connectors' | 'pipelines' | 'environments', number> {
  const all = resolutions.flatMap((resolution) => resolution.connectors);
  const names = new Set(all.map((connector) => connector.name));
  const pipelines = new Set(all.map((connector) => connector.pipeline));
  return { connectors: names.size, pipelines: pipelines.size, environments: resolutions.length };
}

function many(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
