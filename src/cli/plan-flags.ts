import type { Argv } from 'yargs';
import { Failure } from '../core/index.ts';
import type { PlanOptions } from '../plan/index.ts';

/** The flags that decide what is planned: plan and apply share them. */
export interface PlanArgs {
  readonly target?: readonly string[];
  readonly exclude?: readonly string[];
  readonly since?: string;
  readonly prune?: boolean;
  readonly adopt?: readonly string[];
  readonly replace?: readonly string[];
  readonly restartFailed: boolean;
  readonly strict: boolean;
  readonly failOn?: 'hazard' | 'warning';
  readonly maxDeletes: number;
}

const SELECTOR = 'a name, a glob, pipeline=NAME or label.KEY=VALUE; repeats';

/** --connect names a worker without files, and is refused: their help does not offer it. */
export function planFlags(yargs: Argv): Argv {
  const list = { type: 'string', array: true, nargs: 1 } as const;
  return yargs
    .option('target', { ...list, describe: `only these: ${SELECTOR}` })
    .option('exclude', { ...list, describe: `all but these: ${SELECTOR}` })
    .option('since', { type: 'string', requiresArg: true, describe: 'only what differs from a git revision or folder' })
    .option('prune', {
      type: 'boolean',
      describe: 'delete what is ours and in no file any more; --no-prune: not even with prune: true',
    })
    .option('adopt', { ...list, describe: `take over what connectctl did not make: ${SELECTOR}` })
    .option('replace', { ...list, describe: "delete these and create them again: a connector's name; repeats" })
    .option('restart-failed', { type: 'boolean', default: false, describe: 'restart what stands FAILED' })
    .option('strict', {
      type: 'boolean',
      default: false,
      describe: 'show what differs in text and is equal to the worker',
    })
    .option('fail-on', { choices: ['hazard', 'warning'] as const, describe: 'exit 1 for these too' })
    .option('max-deletes', {
      type: 'number',
      default: 10,
      describe: 'refuse a plan that deletes more',
      requiresArg: true,
    })
    .hide('connect');
}

/** The flags as the plan takes them. Throws CC9001 for a number that is none. */
export function planOptionsOf(args: PlanArgs): PlanOptions {
  if (!Number.isInteger(args.maxDeletes) || args.maxDeletes < 0) {
    throw new Failure('CC9001', '--max-deletes takes a number from 0 on');
  }
  return {
    targets: args.target ?? [],
    excludes: args.exclude ?? [],
    ...(args.prune !== undefined && { prune: args.prune }),
    adopt: args.adopt ?? [],
    replace: args.replace ?? [],
    restartFailed: args.restartFailed,
    strict: args.strict,
    maxDeletes: args.maxDeletes,
  };
}
