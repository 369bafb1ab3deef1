#!/usr/bin/env node
// A Connect worker that answers what a plan asks, from memory, for N stopped connectors: it costs next to nothing, so
// what is measured is the plan. Usage: node bench/control/stand-in.js N; prints its URL.
import { createServer } from 'node:http';
import { liveConnector } from './project.js';

const count = Number(process.argv[2]);

const plugins = [
  ['org.apache.kafka.connect.file.FileStreamSourceConnector', 'source'],
  ['org.apache.kafka.connect.json.JsonConverter', 'converter'],
  ['org.apache.kafka.connect.storage.StringConverter', 'converter'],
  ['org.apache.kafka.connect.transforms.HoistField$Value', 'transformation'],
].map(([name, type]) => ({ class: name, type, version: '4.3.1' }));

const expanded = Object.fromEntries(
  Array.from({ length: count }, (_, i) => {
    const config = liveConnector(i);
    const { name } = config;
    const connector = { state: 'STOPPED', worker_id: '127.0.0.1:8083' };
    const status = { name, connector, tasks: [], type: 'source' };
    return [name, { info: { name, config, tasks: [], type: 'source' }, status }];
  }),
);

const answers = new Map(
  [
    ['/', { version: '4.3.1', commit: 'bench', kafka_cluster_id: 'bench' }],
    ['/connectors?expand=info&expand=status', expanded],
    ['/connector-plugins?connectorsOnly=false', plugins],
  ].map(([path, body]) => [path, Buffer.from(JSON.stringify(body))]),
);

let requests = 0;
const server = createServer((request, response) => {
  if (request.url === '/requests') {
    response.end(String(requests));
    requests = 0;
    return;
  }
  requests++;
  const body = answers.get(request.url);
  response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' }).end(body ?? '{}');
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
