import type { ConnectorPlugin } from '../plugins/index.ts';
import { fileStreamSink } from './file-stream-sink.ts';
import { fileStreamSource } from './file-stream-source.ts';

/** The connectors that come with the worker. */
export const connectorPlugins: readonly ConnectorPlugin[] = [fileStreamSource, fileStreamSink];
