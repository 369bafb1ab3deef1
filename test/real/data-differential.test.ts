import { describeData } from './data/describe-data.ts';
import { sinkCases } from './data/sink-cases.ts';
import { sourceCases } from './data/source-cases.ts';

describeData(
  'what connectors do to records, against Kafka Connect 4.3.1',
  { source: 's', sink: 'k' },
  { sources: sourceCases, sinks: sinkCases },
);
