import { Failure } from '../../core/index.ts';
import type { Run } from '../run.ts';
import { Interrupted } from '../run.ts';
import { createAbsence, lostWords } from '../wait/absence.ts';
import type { WaitKind } from '../wait/status-poll.ts';

/** Waits until a connector stands STOPPED without tasks: only then may its offsets be read as final, or changed. */
export function waitWithoutTasks(run: Run, name: string): Promise<void> {
  return run.aside(() => untilWithoutTasks(run, name));
}

async function untilWithoutTasks(run: Run, name: string): Promise<void> {
  const absence = createAbsence(run, name);
  for (let kind: WaitKind = 'new'; ; kind = 'again') {
    const snapshot = await run.poll.next(kind);
    if (!snapshot) throw new Interrupted('stopped');
    if (await absence.isLost(snapshot)) throw new Failure('CC5004', lostWords(name));
    const status = snapshot.statuses?.get(name);
    if (status?.connector.state === 'STOPPED' && status.tasks.length === 0) return;
    if (performance.now() > run.deadline) {
      throw new Failure('CC5003', `"${name}" still has tasks ${run.timeouts.timeoutMs / 1000} s after it was stopped`, {
        help: 'Apply again once its tasks are gone: connectctl status shows them.',
      });
    }
  }
}
