import { avroConverter } from './avro/index.ts';
import { connectorPlugins } from './connectors/index.ts';
import { converterPlugins, headerConverterPlugins } from './converters/index.ts';
import { jsonSchemaConverter } from './json-schema/index.ts';
import type { Plugin } from './plugins/index.ts';
import { predicatePlugins } from './predicates/index.ts';
import { protobufConverter } from './protobuf/index.ts';
import { transformationPlugins } from './transforms/index.ts';

/** What every worker has without any plugin.path. */
export const builtInPlugins: readonly Plugin[] = [
  ...connectorPlugins,
  ...transformationPlugins,
  ...predicatePlugins,
  ...converterPlugins,
  avroConverter,
  jsonSchemaConverter,
  protobufConverter,
  ...headerConverterPlugins,
];
