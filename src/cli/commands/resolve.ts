import { stringify } from 'dot-properties';
import { compare, ExitCode, Failure, hasErrors, MASK, maskCredentials, Sensitive } from '../../core/index.ts';
import {
  type ConfigText,
  type ResolvedConnector,
  resolveEnvironment,
  withoutFollowUps,
} from '../../definition/index.ts';
import { countDiagnostics, renderDiagnostics } from '../../render/index.ts';
import { colorsFor } from '../colors.ts';
import type { Command } from '../command.ts';
import { openProject, selectEnvironments, variablesOf } from '../project.ts';
import { tuneForShortRun } from '../short-run.ts';

interface ResolveArgs {
  readonly format: 'json' | 'properties';
  readonly showSecrets: boolean;
}

/** Prints the connectors of one environment as they would be sent, our marks left out. */
export const command: Command<ResolveArgs> = {
  builder: (yargs) =>
    yargs
      .option('format', {
        choices: ['json', 'properties'] as const,
        default: 'json' as const,
        describe: 'form of the output',
      })
      .option('show-secrets', { type: 'boolean', default: false, describe: 'print secrets instead of (sensitive)' })
      .example('$0 resolve -e prod', 'what apply would send to prod')
      .example('$0 resolve --format properties', 'the same for connect-standalone'),
  run: async (args, io) => {
    tuneForShortRun();
    const opened = openProject(args, io);
    const { project, texts } = opened;
    const environments = project ? selectEnvironments(project, args.env, 'default') : [];
    if (environments.length > 1) {
      throw new Failure('CC9001', `resolve prints one environment, and -e names ${environments.join(', ')}`);
    }
    const vars = variablesOf(args, project);
    const [environment] = environments;
    const resolution =
      project && environment !== undefined
        ? resolveEnvironment(project, { environment, vars, env: io.env, connects: false })
        : undefined;
    const diagnostics = withoutFollowUps(opened.diagnostics, resolution?.diagnostics ?? []);
    io.stderr.write(renderDiagnostics(diagnostics, texts, colorsFor(args, io, 'stderr'), project?.masked));
    if (!resolution || hasErrors(diagnostics)) {
      io.stderr.write(`${countDiagnostics(diagnostics)}\n`);
      return ExitCode.error;
    }
    const print = args.format === 'json' ? toJson : toProperties;
    io.stdout.write(print(resolution.connectors, args.showSecrets));
    return ExitCode.done;
  },
};

function toJson(connectors: readonly ResolvedConnector[], showSecrets: boolean): string {
  const bodies = connectors.map((connector) => ({
    name: connector.name,
    config: Object.fromEntries(shownConfig(connector, showSecrets)),
    ...(connector.state === undefined ? {} : { initial_state: connector.state }),
  }));
  return `${JSON.stringify(bodies, undefined, 2)}\n`;
}

/** One connector after the other, as `connect-standalone` takes one in a file. */
function toProperties(connectors: readonly ResolvedConnector[], showSecrets: boolean): string {
  return connectors
    .map((connector) => {
      const pairs: [string, string][] = [['name', connector.name], ...shownConfig(connector, showSecrets)];
      const state = connector.state === undefined ? [] : [`state: ${connector.state}`];
      return `${asciiOnly(stringify([...state, ...pairs], { lineWidth: null, keySep: '=', latin1: true }))}\n`;
    })
    .join('\n');
}

/** Java reads these files as Latin-1, and what we print is UTF-8: escapes are the same in both. */
function asciiOnly(text: string): string {
  return text.replace(/[\u0080-\u00ff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function shownConfig({ config, keep }: ResolvedConnector, showSecrets: boolean): [string, string][] {
  const pairs = [...config].map(([key, value]): [string, string] => [key, shown(value, showSecrets)]);
  const kept = [...keep.keys()].map((key): [string, string] => [key, '${keep}']);
  return [...pairs, ...kept].sort(([a], [b]) => compare(a, b));
}

function shown(value: ConfigText, showSecrets: boolean): string {
  if (value instanceof Sensitive) return showSecrets ? value.reveal() : MASK;
  return showSecrets ? value : maskCredentials(value);
}
