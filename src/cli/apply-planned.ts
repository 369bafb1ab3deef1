import { type ApplyReport, applyPlan, type TopicWriter } from '../apply/index.ts';
import type { ConnectClient } from '../connect/index.ts';
import { renderReport } from '../render/index.ts';
import { colorsFor } from './colors.ts';
import type { CliIo, GlobalArgs } from './command.ts';
import type { PlannedEnvironment } from './plan-environment.ts';
import { openProgress, type ProgressForm } from './progress/index.ts';

export interface ApplySettings {
  readonly parallelism: number;
  readonly wait: 'running' | 'none';
  /** For one change, with its proof. */
  readonly timeoutMs: number;
  /** The report at the end comes with `lines` and `table`. */
  readonly progress: ProgressForm;
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
  const colors = colorsFor(args, io);
  const progress = openProgress(settings.progress, planned.plan, colors, io);
  let report: ApplyReport;
  try {
    report = await applyPlan(planned, {
      client,
      environment,
      observed,
      parallelism: settings.parallelism,
      wait: settings.wait,
      rollback: settings.rollback ?? false,
      times: { timeoutMs: settings.timeoutMs },
      ...(settings.topics && { topics: settings.topics }),
      signal: io.signal,
      onEvent: (event) => progress.take(event),
    });
  } finally {
    progress.close();
  }
  if (settings.progress !== 'json') io.stdout.write(renderReport(report, colors));
  return report;
}
