/** metrics.sample.window.ms and metrics.num.samples of the worker, with the clock that they are counted by. */
export interface SampleWindow {
  readonly windowMs: number;
  readonly samples: number;
  readonly nowMs: () => number;
}

interface Sample {
  readonly startMs: number;
  count: number;
  sum: number;
  max: number;
}

/** Values of the last windows: their mean, largest and rate (org.apache.kafka.common.metrics.stats.SampledStat). */
export class Sampled {
  readonly #window: SampleWindow;
  /** Oldest first. */
  #samples: Sample[] = [];

  constructor(window: SampleWindow) {
    this.#window = window;
  }

  record(value: number): void {
    const now = this.#window.nowMs();
    let sample = this.#samples.at(-1);
    if (sample === undefined || now - sample.startMs >= this.#window.windowMs) {
      sample = { startMs: now, count: 0, sum: 0, max: Number.NEGATIVE_INFINITY };
      this.#samples.push(sample);
      this.#dropOld(now);
    }
    sample.count++;
    sample.sum += value;
    if (value > sample.max) sample.max = value;
  }

  /** NaN where nothing was recorded lately. */
  avg(): number {
    const samples = this.#current();
    return total(samples, 'sum') / total(samples, 'count');
  }

  /** NaN where nothing was recorded lately. */
  max(): number {
    const samples = this.#current();
    return samples.length === 0 ? Number.NaN : Math.max(...samples.map((sample) => sample.max));
  }

  /** Sum of the values a second, over all windows but the last one at least (Rate.windowSize). */
  ratePerSecond(): number {
    const samples = this.#current();
    if (samples.length === 0) return 0;
    const { windowMs, samples: wanted, nowMs } = this.#window;
    const elapsedMs = nowMs() - samples[0]!.startMs;
    const missing = Math.max(0, wanted - 1 - Math.floor(elapsedMs / windowMs));
    return total(samples, 'sum') / ((elapsedMs + missing * windowMs) / 1000 || 1);
  }

  #current(): readonly Sample[] {
    this.#dropOld(this.#window.nowMs());
    return this.#samples;
  }

  #dropOld(now: number): void {
    const { windowMs, samples } = this.#window;
    const oldest = now - windowMs * samples;
    while (this.#samples.length > 0 && this.#samples[0]!.startMs <= oldest) this.#samples.shift();
  }
}

function total(samples: readonly Sample[], field: 'sum' | 'count'): number {
  return samples.reduce((sum, sample) => sum + sample[field], 0);
}
