import { describeData } from './data/describe-data.ts';
import { matrixCases } from './data/matrix-cases.ts';

describeData(
  'every transform on every kind of record, against Kafka Connect 4.3.1',
  { source: 'n', sink: 'm' },
  { sources: [], sinks: matrixCases },
);
