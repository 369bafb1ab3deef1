import { chainRecords, chains, predicates, refusedChains, refusedPredicates } from '../oracle/chain-rows.ts';
import type { Config } from '../oracle/oracle.ts';
import { asJson, messageOf, type RefusedRow, type SinkGroup } from './record-case.ts';

const records = Object.entries(chainRecords).map(([what, record]) => ({
  what,
  message: { ...messageOf(record), ...(record.topic === 'other' && { isElsewhere: true }) },
}));

/** Each chain on each record. */
export const chainSinks: readonly SinkGroup[] = Object.entries(chains).map(([name, config]) => ({
  name: `chain, ${name}`,
  config: { ...asJson, ...config },
  rows: records.map(({ what, message }) => ({ name: `chain, ${name}: a record ${what}`, message })),
}));

/** Each predicate on each record: one that holds leaves a header with its own name. */
export const predicateSinks: readonly SinkGroup[] = [
  {
    name: 'predicates',
    config: {
      ...asJson,
      transforms: predicates.map((_, index) => `t${index}`).join(','),
      predicates: predicates.map((_, index) => `p${index}`).join(','),
      ...Object.assign({}, ...predicates.map(([name, config], index) => markedBy(index, name, config))),
    },
    rows: records.map(({ what, message }) => ({ name: `predicates of a record ${what}`, message })),
  },
];

export const refusedByChains: readonly RefusedRow[] = [
  ...Object.entries(refusedChains).map(([name, config]) => ({ name: `chain, ${name}`, config })),
  ...refusedPredicates.map(([name, config]) => ({
    name: `${name} ${JSON.stringify(config)}`,
    config: { transforms: 't0', predicates: 'p0', ...markedBy(0, name, config) },
  })),
];

function markedBy(index: number, predicate: string, config: Config): Config {
  return {
    [`transforms.t${index}.type`]: 'org.apache.kafka.connect.transforms.InsertHeader',
    [`transforms.t${index}.header`]: `${predicate} ${JSON.stringify(config)}`,
    [`transforms.t${index}.value.literal`]: 'holds',
    [`transforms.t${index}.predicate`]: `p${index}`,
    [`predicates.p${index}.type`]: `org.apache.kafka.connect.transforms.predicates.${predicate}`,
    ...Object.fromEntries(Object.entries(config).map(([key, value]) => [`predicates.p${index}.${key}`, value])),
  };
}
