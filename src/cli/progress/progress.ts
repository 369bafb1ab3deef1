import type { ApplyEvent } from '../../apply/index.ts';

/** Shows the steps of one apply while they happen. */
export interface Progress {
  take(event: ApplyEvent): void;
  /** Shows what is not shown yet, and nothing more from here on. */
  close(): void;
}

/** lines: one an event, for logs. table: redrawn in place, for terminals. json: an object a line. */
export type ProgressForm = 'lines' | 'table' | 'json';
