import type { ConnectorInfo, FlatConfig } from '../../core/index.ts';
import { configToWrite, isServerMask, marks, type Operation } from '../../plan/index.ts';
import { type Run, writeContextOf } from '../run.ts';
import { putConfig } from './put-config.ts';

/**
 * That a worker masks is known from its version or from what it shows, and an empty one of an unknown version shows
 * nothing: the answer to the first write is then the first to hold a mask. The mark is written again, now with digests
 * of the secrets, or a password that is changed in the files later would never be noticed. Returns what stands there.
 */
export async function digestBehindMask(
  run: Run,
  op: Operation,
  written: FlatConfig,
  answer: ConnectorInfo | undefined,
): Promise<FlatConfig> {
  const isNews = !run.observed.abilities.masksSecrets && Object.values(answer?.config ?? {}).some(isServerMask);
  if (!isNews || !op.desired) return written;
  const context = { ...writeContextOf(run, op), masksSecrets: true };
  const applied = configToWrite(op.desired, undefined, context).config[marks.applied];
  if (applied === undefined) return written;
  const config = { ...written, [marks.applied]: applied };
  await putConfig(run, op.change.name, config);
  return config;
}
