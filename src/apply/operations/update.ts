import { isCallMissing } from '../../connect/index.ts';
import type { FlatConfig, TargetState } from '../../core/index.ts';
import { configToWrite, isMark, marks, type Operation, patchToWrite } from '../../plan/index.ts';
import { beginWrite, type Run, writeContextOf } from '../run.ts';
import type { Expectation } from '../wait/prove.ts';
import { withRetries } from '../with-retries.ts';
import { digestBehindMask } from './digest-behind-mask.ts';
import { hiddenWithoutPatch } from './hidden-without-patch.ts';
import { readBeforeWrite, readConfig } from './live.ts';
import { haltOrResume } from './state.ts';
import { forgetMove, takeOff } from './take-off.ts';

/** Writes the config, and the state with it: halted before, so that no task starts with the new config only to stop. */
export async function update(run: Run, op: Operation): Promise<Expectation> {
  const { name } = op.change;
  const { wantedState } = op;
  const halts = wantedState === 'PAUSED' || wantedState === 'STOPPED';
  const written = await writeConfig(run, op, halts ? () => haltOrResume(run, name, wantedState) : undefined);
  if (wantedState === 'RUNNING') await haltOrResume(run, name, wantedState);
  if (endOfMove(op)) await forgetMove(run, name);
  return { name, wanted: wantedState ?? targetOf(op), applied: written[marks.applied], isNew: false };
}

/** Takes our marks off; everything else stays as it is. */
export async function release(run: Run, op: Operation): Promise<Expectation> {
  await withRetries(run, op.change.name, async (isRetry) => {
    // A retry whose first try was carried out finds no marks.
    const live = isRetry
      ? await readConfig(run, op.change.name)
      : (await readBeforeWrite(run, op, isRetry, undefined)).live;
    if (live?.[marks.owner] === undefined) return;
    await takeOff(run, op.change.name, live, Object.keys(live).filter(isMark));
  });
  return { name: op.change.name, wanted: targetOf(op), applied: undefined, isNew: false };
}

/** The state the connector is meant to be in already. */
export function targetOf(op: Operation): TargetState {
  const state = op.live?.status?.connector.state;
  return state === 'PAUSED' || state === 'STOPPED' ? state : 'RUNNING';
}

/** PUT, or PATCH where the worker hides a value that a PUT would have to send back. Returns what was written. */
async function writeConfig(run: Run, op: Operation, before: (() => Promise<void>) | undefined): Promise<FlatConfig> {
  const { name } = op.change;
  const context = writeContextOf(run, op);
  const read = await withRetries(run, name, (isRetry) => readBeforeWrite(run, op, isRetry, undefined));
  if (before) await before();
  const extra = endOfMove(op);
  const { config, hidden } = configToWrite(op.desired!, read.live, context, extra);
  const answer = await withRetries(run, name, async (isRetry) => {
    // What was just read is fresh; not so after a halt, or a try that came to nothing.
    const isFresh = !isRetry && before === undefined;
    const { live, written } = isFresh ? read : await readBeforeWrite(run, op, isRetry, config);
    if (written) return undefined;
    beginWrite(run);
    if (hidden.length === 0) return run.client.putConfig(name, config);
    if (!run.observed.abilities.patchConfig) throw hiddenWithoutPatch(name, hidden);
    try {
      return await run.client.patchConfig(name, patchToWrite(op.desired!, live, context, extra));
    } catch (error) {
      throw isCallMissing(error) ? hiddenWithoutPatch(name, hidden) : error;
    }
  });
  return hidden.length === 0 ? digestBehindMask(run, op, config, answer) : config;
}

/** The state that an interrupted move still has to reach, as a mark: it stays until it is reached. */
function endOfMove({ live, wantedState }: Operation): FlatConfig | undefined {
  const state = live?.config[marks.movingState];
  return state && state === wantedState && wantedState === 'RUNNING' ? { [marks.movingState]: state } : undefined;
}
