/** Lets a limited number of pieces of work run at once; the others wait their turn. */
export interface Slots {
  use<T>(work: () => Promise<T>): Promise<T>;
  /** Called by work in `use`: gives its place to another while it waits, and takes one again afterwards. */
  aside<T>(wait: () => Promise<T>): Promise<T>;
  /** Whether any work has a place now. */
  isBusy(): boolean;
}

export function createSlots(limit: number): Slots {
  let free = limit;
  const waiting: (() => void)[] = [];
  const enter = async (): Promise<void> => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };
  return {
    async use(work) {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
    async aside(wait) {
      leave();
      try {
        return await wait();
      } finally {
        await enter();
      }
    },
    isBusy: () => free < limit,
  };
}
