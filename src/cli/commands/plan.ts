import { Failure } from '../../core/index.ts';
import type { Command } from '../command.ts';

export const command: Command = {
  builder: (yargs) => yargs,
  run: async () => {
    throw new Failure('CC9001', 'plan is not built yet');
  },
};
