import { ConnectError } from '../plugins/index.ts';

/**
 * Waits for what a connector's plugin does: as long as it takes, until somebody asks something else of that connector.
 * From then on it has `limitMs` left, so that one that hangs can still be changed, stopped and deleted.
 */
export class PluginPatience {
  readonly #limitMs: number;
  readonly #isAwaited: () => boolean;
  #onHurry: (() => void) | null = null;

  /** @param isAwaited tells whether something else waits already */
  constructor(limitMs: number, isAwaited: () => boolean) {
    this.#limitMs = limitMs;
    this.#isAwaited = isAwaited;
  }

  /** Something else waits for what is under way. */
  hurry(): void {
    this.#onHurry?.();
  }

  /**
   * @param what is being done, for the error: `start`
   * @param onLate hears of work that was given up and ends all the same, much later
   * @throws ConnectError where the work was given up, and what the work throws
   */
  async wait<T>(what: string, work: Promise<T>, onLate: () => void = () => {}): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    let isGivenUp = false;
    const givenUp = new Promise<never>((_resolve, reject) => {
      this.#onHurry = () => {
        timer ??= setTimeout(() => {
          isGivenUp = true;
          reject(new ConnectError(`The connector did not ${what} in time, and is left behind: something else waits`));
        }, this.#limitMs);
      };
    });
    if (this.#isAwaited()) this.hurry();
    work.then(
      () => isGivenUp && onLate(),
      () => {},
    );
    try {
      return await Promise.race([work, givenUp]);
    } finally {
      clearTimeout(timer);
      this.#onHurry = null;
    }
  }
}
