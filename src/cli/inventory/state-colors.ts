import type { Paint } from '../../render/index.ts';
import type { Colors } from '../colors.ts';

/** How a connector's or task's state is coloured; the word always stands there too. */
export function statePaint(state: string, colors: Colors): Paint {
  switch (state) {
    case 'RUNNING':
      return colors.green;
    case 'FAILED':
      return colors.red;
    case 'PAUSED':
    case 'RESTARTING':
    case 'UNASSIGNED':
      return colors.yellow;
    default:
      return colors.dim;
  }
}
