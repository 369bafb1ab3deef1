/**
 * One row of the differential REST test: a request that Kafka Connect's standalone worker and ours have to answer
 * alike. In all texts `{c}` is a connector name of this row's own, `{t}` a topic of its own, `{file}` and `{out}`
 * files of its own, `{dir}` the worker's folder: both workers share one broker, so each gets other names, and
 * answers are compared with the names put back.
 */
export interface RestCase {
  /** Unique; docs/rest-differences.md refers to it. */
  readonly name: string;
  readonly setup?: readonly Step[];
  readonly method: string;
  readonly path: string;
  /** An object goes as JSON, a string as it stands. */
  readonly body?: unknown;
  /** How the text of the body goes over the wire; utf8 unless told. */
  readonly encoding?: BufferEncoding;
  /** Added to the defaults; undefined takes a default away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** What the world should look like afterwards: steps, whose GETs are compared too. */
  readonly after?: readonly Step[];
  readonly compare?: Compare;
}

export interface Compare {
  /** Compares the body after this; gets it parsed, with names put back. */
  readonly body?: (body: unknown) => unknown;
  /** Ours may list more, anywhere, as long as all of theirs is there in the same order. */
  readonly superset?: boolean;
  /** Only status and headers: the text is the JVM's or Jetty's own. */
  readonly ignoreBody?: boolean;
}

export type Step =
  | { readonly kind: 'request'; readonly method: string; readonly path: string; readonly body?: unknown }
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  /** Until connector and all its tasks have this state, and there are `tasks` of them. */
  | { readonly kind: 'state'; readonly state: string; readonly taskState: string; readonly tasks: number }
  | { readonly kind: 'until'; readonly path: string; readonly holds: (body: never) => boolean };

/** A request whose answer is no part of the comparison in `setup`, and is in `after`. */
export function request(method: string, path: string, body?: unknown): Step {
  return { kind: 'request', method, path, body };
}

export function get(path: string): Step {
  return request('GET', path);
}

/** Creates `{c}`. */
export function create(config: object, initialState?: string): Step {
  const state = initialState === undefined ? {} : { initial_state: initialState };
  return request('POST', '/connectors', { name: '{c}', config, ...state });
}

export function write(text: string, path = '{file}'): Step {
  return { kind: 'write', path, text };
}

export function state(name: 'RUNNING' | 'PAUSED' | 'STOPPED' | 'FAILED'): Step {
  return { kind: 'state', state: name, taskState: name, tasks: name === 'STOPPED' ? 0 : 1 };
}

/** The connector itself runs, its one task has failed. */
export const failedTask: Step = { kind: 'state', state: 'RUNNING', taskState: 'FAILED', tasks: 1 };

export function until<T>(path: string, holds: (body: T) => boolean): Step {
  return { kind: 'until', path, holds };
}

/** A file source that works. */
export const source = {
  'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
  'tasks.max': '1',
  file: '{file}',
  topic: '{t}',
};

/** A file sink that works. */
export const sink = {
  'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector',
  'tasks.max': '1',
  file: '{out}',
  topics: '{t}',
};

/** A source that has sent three lines, whose offset is on disk. */
export const flowingSource: readonly Step[] = [
  write('one\ntwo\nthree\n'),
  create(source),
  until<{ offsets: unknown[] }>('/connectors/{c}/offsets', (body) => body.offsets.length === 1),
];

/** A sink that has committed, behind a source `{c}-in` that fed it. */
export const flowingSink: readonly Step[] = [
  write('one\ntwo\nthree\n'),
  request('POST', '/connectors', { name: '{c}-in', config: source }),
  create(sink),
  until<{ offsets: { offset: { kafka_offset: number } }[] }>(
    '/connectors/{c}/offsets',
    (body) => body.offsets[0]?.offset.kafka_offset === 3,
  ),
];
