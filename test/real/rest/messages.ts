/** What Kafka Connect says, once each: a glob that is part of an answer's text, and the row that brings it about. */
export interface Message {
  readonly says: string;
  readonly row: string;
}

/** A message that no request brings about here, and why. */
export interface UnreachableMessage {
  readonly says: string;
  readonly because: string;
}

const creating: readonly Message[] = [
  {
    says: "Connector name configuration (another) doesn't match connector name in the URL ({c})",
    row: 'create: name in the config, another',
  },
  { says: 'Connector config {* contains no connector type', row: 'config: no class' },
  {
    says: 'Failed to find any class that implements Connector and which name matches com.example.NoSuchConnector, available connectors are: PluginDesc{klass=class *',
    row: 'config: an unknown class',
  },
  {
    says: 'Connector configuration is invalid and contains the following 4 error(s):\n*\nYou can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`',
    row: 'config: four errors at once',
  },
  { says: 'Connector {c} already exists', row: 'create: existing' },
  { says: 'Cannot deserialize value of type', row: 'create: a list' },
  { says: 'Cannot construct instance of', row: 'create: a string' },
  { says: 'Unrecognized field "extra" (class *), not marked as ignorable', row: 'create: unknown field' },
  { says: 'Unexpected character', row: 'create: single quotes' },
  { says: 'No enum constant', row: 'create: initial state unknown' },
];

const values: readonly Message[] = [
  {
    says: 'Missing required configuration "topic" which has no default value.',
    row: 'config: no topic',
  },
  {
    says: 'Invalid value abc for configuration tasks.max: Not a number of type INT\nInvalid value null for configuration tasks.max: Value must be non-null',
    row: 'config: tasks.max=abc',
  },
  { says: 'Not a number of type SHORT', row: 'config: sink, a dead letter queue with replication factor x' },
  { says: 'Not a number of type LONG', row: 'config: errors.retry.timeout=x' },
  { says: 'Not a number of type DOUBLE', row: 'config: producer.override.sasl.login.refresh.window.factor=x' },
  { says: 'Value must be at least 1', row: 'config: tasks.max=0' },
  { says: 'Expected value to be either true or false', row: 'config: errors.log.enable=maybe' },
  { says: 'Class com.example.NoConverter could not be found.', row: 'config: value.converter not found' },
  { says: 'String must be one of: ', row: 'config: config.action.reload=sometimes' },
  { says: 'String must be one of (case insensitive): ', row: 'config: exactly.once.support=sure' },
  { says: 'Invalid value  for configuration topic: String must be non-empty', row: 'config: an empty topic' },
  { says: 'String may not be empty', row: 'create: name blank' },
  {
    says: 'String may not contain control sequences but had the following ASCII chars: 9, 1',
    row: 'create: name with control characters inside',
  },
  { says: 'Duplicate alias provided.', row: 'config: the same transform twice' },
  { says: 'Invalid regex: ', row: 'config: RegexRouter with a bad expression' },
  {
    says: "Configuration 'fields' must not be empty. Valid values include: any non-empty value",
    row: 'config: ValueToKey with empty fields',
  },
  { says: 'Null value can not be supplied as the configuration value.', row: 'create: a null value' },
  {
    says: 'Invalid value maybe for configuration schemas.enable: Expected value to be either true or false',
    row: 'config: key.converter.schemas.enable=maybe',
  },
  { says: 'Invalid value null for configuration regex: Invalid regex: ', row: 'config: RegexRouter without keys' },
  {
    says: 'Invalid value abc for configuration batch.size: Not a number of type INT',
    row: 'config: producer.override.batch.size=abc',
  },
];

const sinks: readonly Message[] = [
  { says: 'Invalid regex: Unclosed character class near index 0', row: 'config: sink, a bad topics.regex' },
  { says: 'Unclosed character class near index 0', row: 'config: sink, a bad topics.regex and a dead letter queue' },
  {
    says: 'topics and topics.regex are mutually exclusive options, but both are set.',
    row: 'config: sink, topics and topics.regex',
  },
  { says: 'Must configure one of topics or topics.regex', row: 'config: sink, no topics' },
  {
    says: "The DLQ topic 'b' may not be included in the list of topics ('topics=[a, b]') consumed by the connector",
    row: 'config: sink, the dead letter queue among the topics',
  },
  {
    says: "The DLQ topic 'abc' may not be matched by the regex for the topics ('topics.regex=a.*') consumed by the connector",
    row: 'config: sink, the dead letter queue in the pattern',
  },
];

const plugins: readonly Message[] = [
  {
    says: 'does not implement the Transformation interface',
    row: 'config: a transform that is a connector',
  },
  { says: 'does not implement the Predicate interface', row: 'config: a predicate that is a transform' },
  { says: 'does not implement the Converter interface', row: 'config: value.converter is no converter' },
  { says: 'does not implement the HeaderConverter interface', row: 'config: header.converter is no header converter' },
  {
    says: 'This class is abstract and cannot be created. Did you mean org.apache.kafka.connect.transforms.InsertField$',
    row: 'config: a transform by the name of its outer class',
  },
  {
    says: "Config 'transforms.t.negate' was provided but there is no config 'transforms.t.predicate' defining a predicate to be negated.",
    row: 'config: negate without a predicate',
  },
  { says: "Unknown configuration 'predicates.p.plugin.version'", row: 'config: a predicate nobody declares' },
  { says: 'No field insertion configured', row: 'config: a transform whose keys are a configuration of nothing' },
];

const validating: readonly Message[] = [
  {
    says: 'Included connector type org.apache.kafka.connect.file.FileStreamSourceConnector does not match request type FileStreamSink',
    row: 'validate: another class than the path',
  },
  {
    says: 'org.apache.kafka.connect.runtime.rest.errors.BadRequestException: Connector config {} contains no connector type',
    row: 'validate: an empty object',
  },
  {
    // With the class of its cause in between, or without.
    says: 'org.apache.kafka.connect.runtime.rest.errors.BadRequestException: *Failed to find any class that implements Connector',
    row: 'validate: an unknown plugin',
  },
  { says: 'Unknown plugin NoSuchPlugin.', row: 'plugin config: unknown' },
  {
    says: 'Invalid plugin class org.apache.kafka.common.config.provider.FileConfigProvider. Valid types are sink, source, converter, header_converter, transformation, predicate.',
    row: 'plugin config: a config provider',
  },
  { says: 'Instantiation error', row: 'plugin config: the outer class' },
];

const offsets: readonly Message[] = [
  {
    says: 'Partitions / offsets need to be provided for an alter offsets request',
    row: 'patch offsets: an empty list of an unknown one',
  },
  { says: 'Connector {c} not found', row: 'patch offsets: unknown' },
  {
    says: "Connectors must be in the STOPPED state before their offsets can be modified. This can be done for the specified connector by issuing a 'PUT' request to the '/connectors/{c}/stop' endpoint",
    row: 'patch offsets: a running source',
  },
  {
    says: 'The partition for a sink connector offset cannot be null or missing',
    row: 'patch offsets: a sink without a partition',
  },
  {
    says: "The partition for a sink connector offset must contain the keys 'kafka_topic' and 'kafka_partition'",
    row: 'patch offsets: a sink with an empty partition',
  },
  {
    says: 'Kafka topic names must be valid strings and may not be null',
    row: 'patch offsets: a sink with a null topic',
  },
  {
    says: 'Kafka partitions must be valid numbers and may not be null',
    row: 'patch offsets: a sink with a null partition number',
  },
  {
    says: "Failed to parse the following Kafka partition value in the provided offsets: 'x'. Partition values for sink connectors need to be integers.",
    row: 'patch offsets: a sink with a partition that is no number',
  },
  {
    says: "The offset for a sink connector should either be null or contain the key 'kafka_offset'",
    row: 'patch offsets: a sink without an offset',
  },
  {
    says: "Failed to parse the following Kafka offset value in the provided offsets: 'x'. Offset values for sink connectors need to be integers.",
    row: 'patch offsets: a sink with an offset that is no number',
  },
  {
    says: 'Offsets may only contain primitive types as values, but field filename contains MAP',
    row: 'patch offsets: a nested partition',
  },
  {
    says: "Failed to alter consumer group offsets for connector {c} either because its tasks haven't stopped completely yet or the connector was resumed before the request to alter its offsets could be successfully completed. *this operation can be safely retried*zombie sink tasks",
    row: 'patch offsets: a sink whose group others are in',
  },
  {
    says: "Failed to reset consumer group offsets for connector {c} either because its tasks haven't stopped completely yet or the connector was resumed before the request to reset its offsets could be successfully completed. *this operation can be safely retried*zombie sink tasks",
    row: 'delete offsets: a sink whose group others are in',
  },
  { says: 'The offsets for this connector have been altered successfully', row: 'patch offsets: a source' },
  { says: 'The offsets for this connector have been reset successfully', row: 'delete offsets: a source' },
];

const others: readonly Message[] = [
  { says: 'No status found for connector {c}', row: 'read /status: unknown' },
  { says: 'No status found for task {c}-0', row: 'read /tasks/0/status: unknown' },
  { says: 'Task {c}-7 not found', row: 'restart task: no such task' },
  { says: 'Unknown connector {c}', row: 'pause: unknown' },
  { says: 'Unknown connector: {c}', row: 'restart: includeTasks=true, unknown' },
  { says: 'HTTP 404 Not Found', row: 'unknown path' },
  { says: 'HTTP 405 Method Not Allowed', row: 'POST /: no such method' },
  { says: 'HTTP 406 Not Acceptable', row: 'GET /: an answer as HTML' },
  { says: 'HTTP 415 Unsupported Media Type', row: 'POST /connectors: text/plain' },
  { says: 'does not support externally setting task configurations.', row: 'post tasks: a list' },
  { says: 'does not support exactly-once source connectors.', row: 'fence: a running one' },
  { says: 'Worker has completed startup and is ready to handle requests.', row: 'health: healthy' },
  { says: "Desired 'level' parameter was not specified in request.", row: 'loggers: no level' },
  { says: "invalid log level 'LOUD'.", row: 'loggers: unknown level' },
  { says: 'Logger no.such.logger not found.', row: 'loggers: unknown' },
];

export const messages: readonly Message[] = [
  ...creating,
  ...values,
  ...sinks,
  ...plugins,
  ...validating,
  ...offsets,
  ...others,
];

export const unreachable: readonly UnreachableMessage[] = [
  {
    says: 'More than one connector matches alias *',
    because: "no two of Kafka's own connectors share an alias; ours says it in test/worker/config/plugins.test.ts",
  },
  {
    says: 'Failed to transition connector * to state STARTED',
    because:
      "no connector of Kafka's fails at its start once its config is valid; ours: test/worker/herder/herder.test.ts",
  },
  {
    says: 'Could not find a public no-argument constructor for class*',
    because: 'every plugin of a worker has one, ours too',
  },
  { says: 'Could not instantiate class*', because: 'no plugin of a worker throws when it is made' },
  {
    says: 'Value must be no more than *',
    because: 'no key of a connector has an upper bound, and those of clients are not held to theirs',
  },
  { says: 'entry must be non null', because: 'no JSON config has a list with a null in it' },
  {
    says: "The '*' policy does not allow '*' to be overridden in the connector configuration.",
    because: 'it takes a worker with another policy: test/real/worker-settings.test.ts',
  },
  {
    says: 'Topic tracking is disabled.',
    because: 'it takes a worker that tracks none: test/real/worker-settings.test.ts',
  },
  {
    says: 'Topic tracking reset is disabled.',
    because: 'it takes a worker that allows none: test/real/file-stream-differential.test.ts',
  },
  {
    says: 'Failed to retrieve consumer group offsets for sink connector *',
    because: 'it takes a broker that fails; ours: test/worker/herder/offsets.test.ts',
  },
  {
    says: "Failed to modify offsets for connector * because it doesn't support external modification of offsets",
    because: 'it is about a connector that was compiled for an API before 3.6',
  },
  {
    says: 'The Connect framework-managed offsets for this connector have been * successfully. However, *',
    because: "both of Kafka's file connectors manage none; ours: test/worker/herder/offsets.test.ts",
  },
  {
    says: 'Request timed out',
    because: 'it takes 90 s; ours: test/worker/rest/dispatcher.test.ts',
  },
  { says: 'Worker is still starting up.', because: 'a worker that starts is in test/real/worker-settings.test.ts' },
  {
    says: 'Worker was unable to handle this request and may be unable to handle other requests.',
    because: 'it takes a herder that hangs for 10 s; ours has no lock that a connector could hold',
  },
];
