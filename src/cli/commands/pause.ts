import { stateCommand } from '../lifecycle/index.ts';

export const command = stateCommand({
  name: 'pause',
  done: 'paused',
  describe: 'Stops the flow of records; tasks stay assigned and keep their connections.',
  request: ({ connection, connector }) => connection.client.pause(connector.name),
});
