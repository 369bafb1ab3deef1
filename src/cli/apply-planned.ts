import { type ApplyReport, applyPlan, type TopicWriter } from '../apply/index.ts';
import type { ConnectClient } from '../connect/index.ts';
import { progressEvent, renderReport } from '../render/index.ts';
import { applyProgress } from './apply-progress.ts';
import { colorsFor } from './colors.ts';
import type { CliIo, GlobalArgs } from './command.ts';
import type { PlannedEnvironment } from './plan-environment.ts';

export interface ApplySettings {
  readonly parallelism: number;
  readonly wait: 'running' | 'none';
  /** For one change, with its proof. */
  readonly timeoutMs: number;
  /** Progress as one JSON object a line; else as text, with the report at the end. */
  readonly json: boolean;
  readonly rollback?: boolean;
  /** Where the plan may hold topics. */
  readonly topics?: TopicWriter | undefined;
}

/** Carries out a plan and prints its progress and report on stdout; io.signal ends it after the request in flight. */
export async function applyPlanned(
  planned: PlannedEnvironment,
  client: ConnectClient,
  settings: ApplySettings,
  args: Pick<GlobalArgs, 'color'>,
  io: CliIo,
): Promise<ApplyReport> {
  const { environment, observed } = planned;
  const progress = applyProgress(io, colorsFor(args, io));
  try {
    const report = await applyPlan(planned, {
      client,
      environment,
      observed,
      parallelism: settings.parallelism,
      wait: settings.wait,
      rollback: settings.rollback ?? false,
      times: { timeoutMs: settings.timeoutMs },
      ...(settings.topics && { topics: settings.topics }),
      signal: io.signal,
      onEvent: (event) => {
        if (settings.json) io.stdout.write(progressEvent(environment.name, event));
        else progress.take(event);
      },
    });
    if (!settings.json) io.stdout.write(renderReport(report, colorsFor(args, io)));
    return report;
  } finally {
    progress.close();
  }
}
