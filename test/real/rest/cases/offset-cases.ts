import { create, flowingSink, flowingSource, get, type RestCase, request, sink, source, state } from '../rest-case.ts';

const stop = [request('PUT', '/connectors/{c}/stop'), state('STOPPED')];
const stoppedSource = [...flowingSource, ...stop];
const stoppedSink = [...flowingSink, ...stop];
const idleSink = [create(sink, 'STOPPED'), state('STOPPED')];
const idleSource = [create(source, 'STOPPED'), state('STOPPED')];
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
  { name: 'offsets: wrong method', setup: idleSource, method: 'PUT', path: '/connectors/{c}/offsets', body: {} },
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
  patch('malformed JSON', idleSource, '{"offsets": ['),
  patch('no body', idleSource, undefined),
  {
    ...patch('text/plain', idleSource, '{"offsets": []}'),
    headers: { 'content-type': 'text/plain' },
  },
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
