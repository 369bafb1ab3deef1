import type { ApplyEvent } from '../../apply/index.ts';
import type { Plan, PlanAction } from '../../plan/index.ts';
import { type Palette, renderProgress, renderProgressFrame, width } from '../../render/index.ts';
import type { CliIo } from '../command.ts';
import { liveArea } from './live-area.ts';
import { notBegun } from './not-begun.ts';
import type { Progress } from './progress.ts';

/** Often enough to look alive; what happens in between is drawn in one write. */
const REDRAW_MS = 100;

/**
 * Draws what is under way as a table in place. What has ended goes above it as a line that stays, the same as in a log:
 * scrolled back, the output holds every change once.
 */
export function liveTable(io: CliIo, colors: Palette, plan: Pick<Plan, 'environment' | 'changes'>): Progress {
  const startedAt = performance.now();
  const nameColumns = Math.max(0, ...plan.changes.map(({ name }) => width(name)));
  const running = new Map<string, { readonly action: PlanAction; readonly sinceMs: number; seen: string }>();
  const ended = { done: 0, failed: 0, skipped: 0, 'not-proven': 0 };
  const area = liveArea(io.stdout);
  const left = notBegun(io.signal, colors);
  let lasting = '';
  const draw = (isLast: boolean): void => {
    const now = performance.now();
    const progress = {
      environment: plan.environment,
      total: plan.changes.length,
      ended,
      running: [...running].map(([name, { action, sinceMs, seen }]) => ({ name, action, seen, forMs: now - sinceMs })),
      forMs: now - startedAt,
      isStopping: io.signal.aborted,
      nameColumns,
    };
    const size = { columns: io.stdout.columns || 80, rows: io.stdout.rows || 24 };
    area.draw(lasting, isLast ? [] : renderProgressFrame(progress, size, colors));
    lasting = '';
  };
  const note = (name: string, seen: string): void => {
    const change = running.get(name);
    if (change) change.seen = seen;
  };
  const timer = setInterval(() => draw(false), REDRAW_MS);
  timer.unref();
  return {
    take(event: ApplyEvent) {
      switch (event.type) {
        case 'started':
          running.set(event.name, { action: event.action, sinceMs: performance.now(), seen: 'writing' });
          break;
        case 'waiting':
          note(event.name, event.message);
          break;
        case 'retry':
          note(event.name, `again in ${(event.delayMs / 1000).toFixed(1)} s: ${event.message}`);
          break;
        case 'finished':
          running.delete(event.change.name);
          ended[event.change.outcome]++;
          if (!left.keeps(event)) lasting += renderProgress(event, colors) ?? '';
          break;
        case 'rollback':
          lasting += renderProgress(event, colors) ?? '';
          break;
        default:
          event satisfies never;
      }
    },
    close() {
      clearInterval(timer);
      lasting += left.text();
      draw(true);
    },
  };
}
