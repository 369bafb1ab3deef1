import type { Argv } from 'yargs';
import { Failure } from '../../core/index.ts';
import { parseDurationMs } from '../duration.ts';
import { outputFlag } from '../output.ts';
import type { ActArgs } from './act-on-each.ts';
import type { WaitOptions } from './change-state.ts';

/** The flags of every verb that changes the state of connectors. */
export function lifecycleFlags(yargs: Argv): Argv {
  return outputFlag(yargs)
    .positional('selectors', {
      type: 'string',
      array: true,
      describe: 'names, globs, pipeline=NAME or label.KEY=VALUE; "*" for all',
    })
    .option('parallelism', { type: 'number', default: 10, describe: 'connectors at a time' })
    .option('wait', {
      choices: ['state', 'none'] as const,
      default: 'state',
      describe: 'state: until it is reached; none: the request alone',
    })
    .option('timeout', {
      type: 'string',
      default: '1m',
      requiresArg: true,
      describe: 'how long to wait, for a rebalance too',
    })
    .option('settle', {
      type: 'string',
      default: '3s',
      requiresArg: true,
      describe: 'how long RUNNING has to hold before it counts',
    });
}

export interface LifecycleArgs extends ActArgs {
  readonly selectors?: readonly string[];
  readonly wait: 'state' | 'none';
  readonly timeout: string;
  readonly settle: string;
}

/** Reads the times; throws CC9001 for one that is none. */
export function waitOptions(args: LifecycleArgs): WaitOptions {
  if (!(args.parallelism >= 1)) throw new Failure('CC9001', '--parallelism takes a number from 1 on');
  return {
    wait: args.wait,
    timeoutMs: parseDurationMs('timeout', args.timeout),
    settleMs: parseDurationMs('settle', args.settle),
  };
}

/** The selectors of a verb that never means "all" by leaving them out. */
export function neededSelectors(args: LifecycleArgs, verb: string): readonly string[] {
  const selectors = args.selectors ?? [];
  if (selectors.length > 0) return selectors;
  throw new Failure('CC9001', `Name the connectors to ${verb}`, {
    help: `A name, a glob, pipeline=NAME or label.KEY=VALUE; for all of them: connectctl ${verb} "*"`,
  });
}
