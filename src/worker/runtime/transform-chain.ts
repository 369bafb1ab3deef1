import type { SinkRecord, SourceRecord } from '../data/index.ts';
import type { TransformStage } from './task-deps.ts';

/** Which transform is at work, for reports of a record that failed in it. */
export interface ChainPosition {
  className: string;
}

/** The transforms of a connector in order; the first that drops a record ends the chain (TransformationChain). */
export class TransformChain {
  readonly #stages: readonly TransformStage[];

  constructor(stages: readonly TransformStage[]) {
    this.#stages = stages;
  }

  get isEmpty(): boolean {
    return this.#stages.length === 0;
  }

  apply<R extends SourceRecord | SinkRecord>(record: R, position: ChainPosition): R | null {
    let current: R | null = record;
    for (const { instance, className, predicate, negate } of this.#stages) {
      position.className = className;
      if (predicate !== null && predicate.instance.test(current) === negate) continue;
      current = instance.apply<R>(current);
      if (current === null) return null;
    }
    return current;
  }

  close(): void {
    for (const { instance, predicate } of this.#stages) {
      instance.close?.();
      predicate?.instance.close?.();
    }
  }
}
