import { stateCommand } from '../lifecycle/index.ts';

export const command = stateCommand({
  name: 'resume',
  done: 'running',
  describe: 'Sets paused and stopped connectors going, and waits until all their tasks run.',
  request: ({ connection, connector }) => connection.client.resume(connector.name),
});
