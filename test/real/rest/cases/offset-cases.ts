import {
  create,
  flowingSink,
  flowingSource,
  get,
  type RestCase,
  request,
  sink,
  source,
  state,
  until,
  write,
} from '../rest-case.ts';

const stop = [request('PUT', '/connectors/{c}/stop'), state('STOPPED')];
const stoppedSource = [...flowingSource, ...stop];
const stoppedSink = [...flowingSink, ...stop];
const idleSink = [create(sink, 'STOPPED'), state('STOPPED')];
const idleSource = [create(source, 'STOPPED'), state('STOPPED')];
const grouped = { ...sink, 'consumer.override.group.id': '{c}-group' };
/** A stopped sink `{c}` beside one that runs, and has read, in its consumer group. */
const sharedGroup = [
  write('one\ntwo\nthree\n'),
  request('POST', '/connectors', { name: '{c}-in', config: source }),
  request('POST', '/connectors', { name: '{c}-b', config: grouped }),
  until<{ offsets: unknown[] }>('/connectors/{c}-b/offsets', (body) => body.offsets.length === 1),
  create(grouped, 'STOPPED'),
  state('STOPPED'),
];
const offsets = get('/connectors/{c}/offsets');
const partition = { filename: '{file}' };
const position = { position: 4 };

function patch(name: string, setup: RestCase['setup'], body: unknown, after: RestCase['after'] = [offsets]): RestCase {
  return { name: `patch offsets: ${name}`, setup, method: 'PATCH', path: '/connectors/{c}/offsets', body, after };
}

function sinkOffset(topic: unknown, kafkaPartition: unknown, offset: unknown): object {
  return { offsets: [{ partition: { kafka_topic: topic, kafka_partition: kafkaPartition }, offset }] };
}

/** The offsets endpoints of KIP-875. */
export const offsetCases: readonly RestCase[] = [
  { name: 'offsets: a source that has sent', setup: flowingSource, method: 'GET', path: '/connectors/{c}/offsets' },
  { name: 'offsets: a sink that has committed', setup: flowingSink, method: 'GET', path: '/connectors/{c}/offsets' },
  patch('a source', stoppedSource, { offsets: [{ partition, offset: position }] }),
  patch('a source that has none yet', idleSource, { offsets: [{ partition, offset: position }] }),
  patch('back to none', stoppedSource, { offsets: [{ partition, offset: null }] }),
  patch('one partition twice', stoppedSource, {
    offsets: [
      { partition, offset: { position: 1 } },
      { partition, offset: position },
    ],
  }),
  patch('a running source', flowingSource, { offsets: [{ partition, offset: position }] }),
  patch('a paused source', [...flowingSource, request('PUT', '/connectors/{c}/pause'), state('PAUSED')], {
    offsets: [{ partition, offset: position }],
  }),
  patch('unknown', [], { offsets: [{ partition, offset: position }] }, []),
  patch('no list', idleSource, {}),
  patch('an empty list', idleSource, { offsets: [] }),
  patch('an empty list of an unknown one', [], { offsets: [] }, []),
  patch('null for the list', idleSource, { offsets: null }),
  patch('an unknown field', idleSource, { offsets: [{ partition, offset: position }], x: 1 }),
  patch('an unknown field in an entry', idleSource, { offsets: [{ partition, offset: position, x: 1 }] }),
  patch('a list as the body', idleSource, []),
  patch('a string as the body', idleSource, '"x"'),
  patch('null', idleSource, 'null'),
  patch('text for the list', idleSource, { offsets: 'x' }),
  patch('a number in the list', idleSource, { offsets: [1] }),
  patch('null in the list', idleSource, { offsets: [null] }),
  patch('text for a partition', idleSource, { offsets: [{ partition: 'x', offset: position }] }),
  patch('a list for an offset', idleSource, { offsets: [{ partition, offset: [] }] }),
  patch('a nested offset', idleSource, { offsets: [{ partition, offset: { position: { a: 1 } } }] }),
  patch('a null position', idleSource, { offsets: [{ partition, offset: { position: null } }] }),
  patch(
    'a position beyond a long',
    idleSource,
    '{"offsets":[{"partition":{"filename":"{file}"},"offset":{"position":9223372036854775808}}]}',
  ),
  patch(
    'a long',
    idleSource,
    '{"offsets":[{"partition":{"filename":"{file}"},"offset":{"position":9007199254740993}}]}',
  ),
  patch('another file', idleSource, { offsets: [{ partition: { filename: '/other' }, offset: position }] }),
  patch('a number for a file', idleSource, { offsets: [{ partition: { filename: 5 }, offset: position }] }),
  patch('further keys', idleSource, {
    offsets: [{ partition: { ...partition, x: 1 }, offset: { ...position, y: 2 } }],
  }),
  patch('standard input', [create({ ...source, file: undefined }, 'STOPPED'), state('STOPPED')], {
    offsets: [{ partition: { filename: null }, offset: position }],
  }),
  patch('no body', idleSource, undefined),
  patch('a position that is text', idleSource, { offsets: [{ partition, offset: { position: '4' } }] }),
  patch('a position below zero', idleSource, { offsets: [{ partition, offset: { position: -1 } }] }),
  patch('a position with a fraction', idleSource, { offsets: [{ partition, offset: { position: 1.5 } }] }),
  patch('no position', idleSource, { offsets: [{ partition, offset: {} }] }),
  patch('a partition with another key', idleSource, { offsets: [{ partition: { x: 'y' }, offset: position }] }),
  patch('a nested partition', idleSource, { offsets: [{ partition: { filename: { a: 1 } }, offset: position }] }),
  patch('no partition', idleSource, { offsets: [{ offset: position }] }),
  patch('an empty entry', stoppedSource, { offsets: [{}] }),
  patch('a sink', stoppedSink, sinkOffset('{t}', 0, { kafka_offset: 1 })),
  patch('a sink, numbers as text', stoppedSink, sinkOffset('{t}', '0', { kafka_offset: '2' })),
  patch('a sink back to none', stoppedSink, sinkOffset('{t}', 0, null)),
  patch('a running sink', [create(sink), state('RUNNING')], sinkOffset('{t}', 0, { kafka_offset: 1 }), []),
  patch('a sink without a partition', idleSink, { offsets: [{ offset: { kafka_offset: 1 } }] }),
  patch('a sink with an empty partition', idleSink, { offsets: [{ partition: {}, offset: { kafka_offset: 1 } }] }),
  patch('a sink with a null topic', idleSink, sinkOffset(null, 0, { kafka_offset: 1 })),
  patch('a sink with a null partition number', idleSink, sinkOffset('{t}', null, { kafka_offset: 1 })),
  patch('a sink with a partition that is no number', idleSink, sinkOffset('{t}', 'x', { kafka_offset: 1 })),
  patch('a sink without an offset', idleSink, sinkOffset('{t}', 0, {})),
  patch('a sink with an offset that is no number', idleSink, sinkOffset('{t}', 0, { kafka_offset: 'x' })),
  patch('a sink with a null offset', idleSink, sinkOffset('{t}', 0, { kafka_offset: null })),
  patch('a sink with a partition with a fraction', idleSink, sinkOffset('{t}', 1.5, { kafka_offset: 1 })),
  patch('a sink with a topic that is a number', idleSink, sinkOffset(5, 0, { kafka_offset: 1 })),
  patch('a sink with a topic that is a list', idleSink, sinkOffset(['a'], 0, { kafka_offset: 1 })),
  patch('a sink with an offset with a fraction', idleSink, sinkOffset('{t}', 0, { kafka_offset: 1.5 })),
  patch('a sink with a nested offset', idleSink, sinkOffset('{t}', 0, { kafka_offset: { a: 1 } })),
  patch('a sink with a further key', stoppedSink, {
    offsets: [{ partition: { kafka_topic: '{t}', kafka_partition: 0, x: 1 }, offset: { kafka_offset: 1, y: 2 } }],
  }),
  patch('a sink, an unknown topic', idleSink, sinkOffset('{t}-none', 0, { kafka_offset: 1 })),
  patch('a sink, a partition that its topic lacks', stoppedSink, sinkOffset('{t}', 7, { kafka_offset: 1 })),
  patch('a sink, one partition twice', stoppedSink, {
    offsets: [1, 2].map((offset) => ({
      partition: { kafka_topic: '{t}', kafka_partition: 0 },
      offset: { kafka_offset: offset },
    })),
  }),
  patch('a sink whose group others are in', sharedGroup, sinkOffset('{t}', 0, { kafka_offset: 1 }), []),
  {
    name: 'delete offsets: a sink whose group others are in',
    setup: sharedGroup,
    method: 'DELETE',
    path: '/connectors/{c}/offsets',
  },
  patch('a sink with an offset below zero', idleSink, sinkOffset('{t}', 0, { kafka_offset: -5 })),
  ...[
    { name: 'a source', setup: stoppedSource },
    { name: 'a source that has none', setup: idleSource },
    { name: 'a running source', setup: flowingSource },
    { name: 'a sink', setup: stoppedSink },
    { name: 'a sink that has none', setup: idleSink },
    { name: 'a running sink', setup: [create(sink), state('RUNNING')] },
    { name: 'unknown', setup: [] },
  ].map(({ name, setup }) => ({
    name: `delete offsets: ${name}`,
    setup,
    method: 'DELETE',
    path: '/connectors/{c}/offsets',
    after: name === 'a running sink' ? [] : [offsets],
  })),
];
