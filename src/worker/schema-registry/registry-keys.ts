import { atLeast, type ConfigKeySpec, type ConfigValidator, nonEmptyList, oneOf } from '../config/index.ts';
import { converterType } from '../converters/converter-type.ts';
import { strategyClasses, TOPIC_NAME_STRATEGY } from './subject-name.ts';
import { unsupportedKeys } from './unsupported-keys.ts';

function key(
  name: string,
  type: ConfigKeySpec['type'],
  defaultValue: unknown,
  documentation: string,
  validator?: ConfigValidator,
): ConfigKeySpec {
  return { name, type, defaultValue, importance: 'MEDIUM', documentation, ...(validator ? { validator } : {}) };
}

/** The keys that all converters with a Schema Registry have (AbstractKafkaSchemaSerDeConfig). */
export const registryKeys: readonly ConfigKeySpec[] = [
  converterType,
  {
    name: 'schema.registry.url',
    type: 'LIST',
    importance: 'HIGH',
    validator: nonEmptyList,
    documentation:
      'Addresses of the Schema Registry, separated by commas; the next is asked where one does not answer.',
  },
  key('schema.registry.url.randomize', 'BOOLEAN', false, 'Whether any of the addresses is asked first.'),
  key('max.schemas.per.subject', 'INT', 1000, 'How many schemas are kept at most.', atLeast(1)),
  key('auto.register.schemas', 'BOOLEAN', true, 'Whether a schema that the registry does not know is registered.'),
  key('normalize.schemas', 'BOOLEAN', false, 'Whether the registry is to compare schemas in their normal form.'),
  key(
    'use.latest.version',
    'BOOLEAN',
    false,
    'Whether values are written under the latest schema of the subject; counts while auto.register.schemas is false.',
  ),
  key(
    'latest.compatibility.strict',
    'BOOLEAN',
    true,
    'Whether values are refused that the latest schema of the subject would be wrong for; counts for Protobuf, as ' +
      'values of Avro always have to fit it, and those of JSON Schema are not held against it.',
  ),
  key(
    'latest.cache.ttl.sec',
    'INT',
    -1,
    'After how many seconds the latest schema is asked for again; -1: never, 0: as 1.',
  ),
  key(
    'use.schema.id',
    'INT',
    -1,
    'The id of the schema that values are written under; counts while auto.register.schemas is false. -1: none.',
  ),
  key('id.compatibility.strict', 'BOOLEAN', true, 'As latest.compatibility.strict, for the schema of use.schema.id.'),
  key(
    'basic.auth.credentials.source',
    'STRING',
    'URL',
    'Where user and password of the registry come from: URL or USER_INFO.',
    oneOf('URL', 'USER_INFO'),
  ),
  key('basic.auth.user.info', 'PASSWORD', null, 'USER:PASSWORD, with basic.auth.credentials.source=USER_INFO.'),
  key('schema.registry.basic.auth.user.info', 'PASSWORD', null, 'The older name of basic.auth.user.info.'),
  key(
    'bearer.auth.credentials.source',
    'STRING',
    null,
    'Where a bearer token comes from: STATIC_TOKEN, or none.',
    (_key, value) => {
      if (value !== null && value !== 'STATIC_TOKEN') throw new Error('String must be one of: STATIC_TOKEN');
    },
  ),
  key('bearer.auth.token', 'PASSWORD', null, 'The token, with bearer.auth.credentials.source=STATIC_TOKEN.'),
  key(
    'http.connect.timeout.ms',
    'INT',
    60000,
    'How long a connection to the registry may take, milliseconds.',
    atLeast(1),
  ),
  key('max.retries', 'INT', 3, 'How often the registry is asked again where it does not answer.', atLeast(0)),
  key('retries.wait.ms', 'INT', 1000, 'How long the first wait before that is at most, milliseconds.', atLeast(0)),
  key('retries.max.wait.ms', 'INT', 20000, 'How long any such wait is at most, milliseconds.', atLeast(0)),
  key('http.read.timeout.ms', 'INT', 60000, 'How long the registry may take to answer, milliseconds.', atLeast(1)),
  key('key.subject.name.strategy', 'STRING', TOPIC_NAME_STRATEGY, 'How the subject of keys is named.', strategyClasses),
  key(
    'value.subject.name.strategy',
    'STRING',
    TOPIC_NAME_STRATEGY,
    'How the subject of values is named.',
    strategyClasses,
  ),
  ...['ssl.truststore', 'ssl.keystore'].flatMap((store) => [
    key(`schema.registry.${store}.location`, 'STRING', null, `File of the registry's ${store}.`),
    key(`schema.registry.${store}.password`, 'PASSWORD', null, `Password of the registry's ${store}.`),
    key(`schema.registry.${store}.type`, 'STRING', 'JKS', `JKS, PKCS12 or PEM, of the registry's ${store}.`),
  ]),
  key('schema.registry.ssl.truststore.certificates', 'PASSWORD', null, 'Certificates that are trusted, as PEM text.'),
  key(
    'schema.registry.ssl.keystore.certificate.chain',
    'PASSWORD',
    null,
    'The certificate of the worker, as PEM text.',
  ),
  key('schema.registry.ssl.keystore.key', 'PASSWORD', null, 'The key of that certificate, as PEM text.'),
  key('schema.registry.ssl.enabled.protocols', 'STRING', 'TLSv1.2,TLSv1.3', 'Versions of TLS, separated by commas.'),
  key('schema.registry.ssl.key.password', 'PASSWORD', null, 'Password of the key in the key store.'),
  key(
    'schema.registry.ssl.endpoint.identification.algorithm',
    'STRING',
    'https',
    'Empty: the certificate of the registry may be for any host.',
  ),
  ...unsupportedKeys,
];
