import type { ConnectorOffset, FlatConfig } from '../../core/index.ts';
import { defineConfig, nonEmptyString, parseConfig } from '../config/index.ts';
import { ConnectError, type Connector, type SourceConnectorPlugin } from '../plugins/index.ts';
import { FileStreamSourceTask } from './file-stream-source-task.ts';

const configDef = defineConfig([
  {
    name: 'file',
    type: 'STRING',
    defaultValue: null,
    importance: 'HIGH',
    documentation: 'The file to read. Standard input is read where it is left out or empty.',
  },
  {
    name: 'topic',
    type: 'STRING',
    validator: nonEmptyString,
    importance: 'HIGH',
    documentation: 'The topic that the lines are written to.',
  },
  {
    name: 'batch.size',
    type: 'INT',
    defaultValue: 2000,
    importance: 'LOW',
    documentation: 'How many records a task hands over at most each time it reads the file.',
  },
]);

/** Parsed keys of a FileStreamSource; `file` null is standard input. */
export interface FileStreamSourceConfig {
  readonly file: string | null;
  readonly topic: string;
  readonly batchSize: number;
}

/** Each line of a text file becomes a record (org.apache.kafka.connect.file.FileStreamSourceConnector). */
export const fileStreamSource: SourceConnectorPlugin = {
  kind: 'source',
  className: 'org.apache.kafka.connect.file.FileStreamSourceConnector',
  taskClassName: 'org.apache.kafka.connect.file.FileStreamSourceTask',
  version: '4.3.1',
  configDef,
  create: () => new FileStreamSourceConnector(),
  createTask: () => new FileStreamSourceTask(parseSourceConfig),
};

function parseSourceConfig(config: FlatConfig): FileStreamSourceConfig {
  const values = parseConfig(configDef, config);
  return {
    file: (values['file'] as string | null) || null,
    topic: values['topic'] as string,
    batchSize: values['batch.size'] as number,
  };
}

class FileStreamSourceConnector implements Connector {
  #config: FlatConfig = {};

  start(config: FlatConfig): void {
    parseSourceConfig(config);
    this.#config = config;
  }

  /** One task whatever `maxTasks` says: a file is read by one reader. */
  taskConfigs(): readonly FlatConfig[] {
    return [this.#config];
  }

  stop(): void {}

  alterOffsets(config: FlatConfig, offsets: readonly ConnectorOffset[]): boolean {
    if (parseSourceConfig(config).file === null) {
      throw new ConnectError(
        "Offsets cannot be modified if the 'file' configuration is unspecified. " +
          'This is because stdin is used for input and offsets are not tracked.',
      );
    }
    for (const { partition, offset } of offsets) checkOffset(partition, offset);
    return true;
  }
}

/** Any partition may be reset; one that gets a position has to name a file and a whole number. */
function checkOffset(partition: ConnectorOffset['partition'], offset: ConnectorOffset['offset']): void {
  if (offset === null) return;
  if (!('position' in offset)) {
    throw new ConnectError("Offset objects should either be null or contain the key 'position'");
  }
  const position = offset['position'];
  if (typeof position !== 'bigint' && !Number.isInteger(position)) {
    throw new ConnectError("The value for the 'position' key in the offset is expected to be a Long value");
  }
  if ((position as number | bigint) < 0) {
    throw new ConnectError("The value for the 'position' key in the offset should be a non-negative value");
  }
  if (partition === null) throw new ConnectError('Partition objects cannot be null');
  if (!('filename' in partition)) throw new ConnectError("Partition objects should contain the key 'filename'");
}
