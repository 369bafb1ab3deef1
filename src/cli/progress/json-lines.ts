import { progressEvent } from '../../render/index.ts';
import type { CliIo } from '../command.ts';
import type { Progress } from './progress.ts';

/** One JSON object a line and an event. */
export function jsonLines(io: CliIo, environment: string): Progress {
  return {
    take: (event) => void io.stdout.write(progressEvent(environment, event)),
    close: () => undefined,
  };
}
