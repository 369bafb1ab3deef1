import { describe, expect, test } from 'vitest';
import { Sampled } from '../../../src/kafka/index.ts';
import { SinkTaskMetrics, SourceTaskMetrics } from '../../../src/worker/metrics/index.ts';
import { PrometheusText } from '../../../src/worker/metrics/prometheus-text.ts';

/** A clock that the test turns, and a window of two samples of 30 s. */
function clock() {
  const time = { ms: 1_000_000 };
  return { time, window: { windowMs: 30_000, samples: 2, nowMs: () => time.ms } };
}

function valuesOf(metrics: SourceTaskMetrics | SinkTaskMetrics): Record<string, number> {
  return Object.fromEntries(metrics.values().map(({ attribute, value }) => [attribute, value]));
}

describe('sampled values', () => {
  test('a rate right after the start counts the window before as empty', () => {
    const { time, window } = clock();
    const sampled = new Sampled(window);
    sampled.record(300);
    time.ms += 10_000;
    // 300 in 10 s, and the one whole window that Kafka wants at least.
    expect(sampled.ratePerSecond()).toBeCloseTo(300 / 40);
  });

  test('what lies further back than the windows is forgotten', () => {
    const { time, window } = clock();
    const sampled = new Sampled(window);
    sampled.record(5);
    time.ms += 31_000;
    sampled.record(1);
    expect([sampled.avg(), sampled.max()]).toEqual([3, 5]);
    time.ms += 30_000;
    expect([sampled.avg(), sampled.max()]).toEqual([1, 1]);
    time.ms += 60_000;
    expect([sampled.avg(), sampled.max(), sampled.ratePerSecond()]).toEqual([Number.NaN, Number.NaN, 0]);
  });
});

describe('a task', () => {
  test('of a source: what was polled is active until it is written or dropped', () => {
    const metrics = new SourceTaskMetrics(clock().window);
    metrics.polled(10, 4);
    metrics.dropped(3);
    expect(valuesOf(metrics)).toMatchObject({ 'source-record-poll-total': 10, 'source-record-active-count': 7 });
    metrics.written(7);
    expect(valuesOf(metrics)).toMatchObject({
      'source-record-write-total': 7,
      'source-record-active-count': 0,
      'source-record-active-count-max': 10,
      'poll-batch-avg-time-ms': 4,
      'batch-size-max': 10,
    });
  });

  test('of a sink: what was put is active until a commit that began after it', () => {
    const metrics = new SinkTaskMetrics(clock().window);
    metrics.read(5);
    metrics.put(5, 1);
    const { sent } = metrics;
    metrics.put(2, 1);
    metrics.committed(8, sent);
    metrics.commitFailed(9);
    expect(valuesOf(metrics)).toMatchObject({
      'sink-record-read-total': 5,
      'sink-record-send-total': 7,
      'sink-record-active-count': 2,
      'offset-commit-seq-no': 2,
      'offset-commit-completion-total': 1,
      'offset-commit-skip-total': 1,
      'offset-commit-max-time-ms': 8,
      'offset-commit-success-percentage': 0.5,
    });
  });

  test('the time in a state is a share of the time since it was made', () => {
    const { time, window } = clock();
    const metrics = new SourceTaskMetrics(window);
    metrics.stateChanged('RUNNING');
    time.ms += 3000;
    metrics.stateChanged('PAUSED');
    time.ms += 1000;
    expect(valuesOf(metrics)).toMatchObject({ 'running-ratio': 0.75, 'pause-ratio': 0.25 });
  });
});

describe('the text format', () => {
  test('samples of one name stand together, and labels are escaped', () => {
    const text = new PrometheusText();
    text.add('a_total', { connector: 'x"\\\n' }, 1);
    text.add('b', {}, Number.NaN);
    text.add('a_total', { connector: 'y' }, 2);
    expect(text.toString()).toBe(
      '# TYPE a_total counter\na_total{connector="x\\"\\\\\\n"} 1\na_total{connector="y"} 2\n# TYPE b gauge\nb NaN\n',
    );
  });
});
