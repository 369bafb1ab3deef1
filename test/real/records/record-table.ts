import { chainSinks, predicateSinks, refusedByChains } from './chain-groups.ts';
import { converterSinks, converterSources } from './converter-groups.ts';
import type { RecordTable } from './record-case.ts';
import {
  debeziumSinks,
  debeziumSources,
  refusedTransforms,
  transformSinks,
  transformSources,
} from './transform-groups.ts';

/** Everything that is done to records on both workers. */
export const recordTable: RecordTable = {
  sinks: [...transformSinks, ...debeziumSinks, ...converterSinks, ...predicateSinks, ...chainSinks],
  sources: [...transformSources, ...debeziumSources, ...converterSources],
  refused: [...refusedTransforms, ...refusedByChains],
};
