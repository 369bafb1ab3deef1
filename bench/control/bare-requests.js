#!/usr/bin/env node
// The same work as bare requests, a few at a time over kept-alive connections, and nothing read or proven:
// what apply is compared with. Usage: node bench/control/bare-requests.js create|delete URL COUNT PARALLEL
import { Agent, request } from 'node:http';
import { liveConnector } from './project.js';

const [work, url, count, parallel] = [
  process.argv[2],
  process.argv[3],
  Number(process.argv[4]),
  Number(process.argv[5]),
];
const agent = new Agent({ keepAlive: true, maxSockets: parallel });

function send(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request(`${url}${path}`, { method, headers, agent }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode < 300) resolve();
        else reject(new Error(`${method} ${path}: ${response.statusCode}`));
      });
    });
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

function one(i) {
  const { name, ...config } = liveConnector(i);
  if (work === 'delete') return send('DELETE', `/connectors/${name}`);
  return send('POST', '/connectors', { name, config, initial_state: 'STOPPED' });
}

let next = 0;
const lane = async () => {
  while (next < count) await one(next++);
};
await Promise.all(Array.from({ length: parallel }, lane));
agent.destroy();
