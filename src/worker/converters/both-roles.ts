import type { ConfigDef } from '../config/index.ts';
import type { Converter, ConverterPlugin, HeaderConverterPlugin } from '../plugins/index.ts';

export interface ConverterRoles {
  readonly converter: ConverterPlugin;
  readonly headerConverter: HeaderConverterPlugin;
}

/** A converter that serves keys, values and headers alike, as most of Kafka's do. */
export function bothRoles(spec: {
  readonly className: string;
  readonly configDef: ConfigDef;
  readonly create: () => Converter;
}): ConverterRoles {
  const common = { className: spec.className, version: '4.3.1', configDef: spec.configDef };
  return {
    converter: { kind: 'converter', ...common, create: spec.create },
    headerConverter: {
      kind: 'header_converter',
      ...common,
      create: () => {
        const converter = spec.create();
        return {
          configure: (config) => converter.configure(config, false),
          fromConnectHeader: (topic, _key, schema, value) => converter.fromConnectData(topic, schema, value, []),
          toConnectHeader: (topic, _key, bytes) => converter.toConnectData(topic, bytes, []),
        };
      },
    },
  };
}
