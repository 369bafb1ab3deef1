import { stateCommand } from '../lifecycle/index.ts';

export const command = stateCommand({
  name: 'stop',
  done: 'stopped',
  describe: 'Ends the tasks of connectors and keeps their config and offsets; needed before offsets are changed.',
  needs: { capability: 'stop', since: '3.5' },
  request: ({ connection, connector }) => connection.client.stop(connector.name),
});
