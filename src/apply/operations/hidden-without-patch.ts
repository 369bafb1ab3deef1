import { Failure } from '../../core/index.ts';

/** A PUT would have to send back what the worker hides, and a mask is never written. */
export function hiddenWithoutPatch(name: string, keys: readonly string[]): Failure {
  return new Failure(
    'CC4003',
    `the worker hides ${keys.join(', ')} of "${name}" and has no PATCH: nothing was written`,
    {
      help: 'Supply the value in the file instead of ${keep}.',
    },
  );
}
