import type { ConnectorStateName } from '../../core/index.ts';

/** The colour of a state's frame, readable on white and on dark grey. */
export function stateColor(state: ConnectorStateName): string {
  switch (state) {
    case 'RUNNING':
      return '#1a7f37';
    case 'FAILED':
      return '#cf222e';
    case 'STOPPED':
      return '#6e7781';
    case 'PAUSED':
    case 'UNASSIGNED':
    case 'RESTARTING':
      return '#9a6700';
    default:
      return state satisfies never;
  }
}
