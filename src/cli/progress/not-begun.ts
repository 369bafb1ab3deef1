import type { ApplyEvent, ChangeReport } from '../../apply/index.ts';
import { type Palette, renderNotBegun } from '../../render/index.ts';

/** What a stopped apply does not begin: hundreds of lines at once, of which a few names say as much. */
export interface NotBegun {
  /** True for an event that is kept until the end, and is not to be printed now. */
  keeps(event: ApplyEvent): boolean;
  /** All that was kept, as lines. */
  text(): string;
}

/** `signal`: aborted by the first Ctrl-C; what is skipped before it waits for something that failed, and is a line of its own. */
export function notBegun(signal: AbortSignal, colors: Palette): NotBegun {
  const kept: ChangeReport[] = [];
  return {
    keeps(event) {
      const isKept = signal.aborted && event.type === 'finished' && event.change.outcome === 'skipped';
      if (isKept) kept.push(event.change);
      return isKept;
    },
    text: () => renderNotBegun(kept, colors),
  };
}
