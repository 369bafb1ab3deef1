import type { RecordText } from '../oracle/oracle.ts';
import { type SourceGroup, TIMESTAMP } from './record-case.ts';

/** A source connector on one worker. */
export interface SourceRun {
  readonly connector: string;
  readonly group: SourceGroup;
  /** The time of its first record; the others follow, and after the last row comes the end. */
  readonly firstMs: number;
  /** What it gives, a record a line. */
  readonly lines: readonly string[];
}

/** The time of a record says which one it is: no transform or converter changes it. */
export function sourceRuns(groups: readonly SourceGroup[], label: string): SourceRun[] {
  let nextMs = TIMESTAMP;
  return groups.map((group, index) => {
    const firstMs = nextMs;
    nextMs += group.rows.length + 1;
    const records = [...group.rows.map(({ record }, row) => timed(record, firstMs + row)), { timestamp: nextMs - 1 }];
    const lines = records.map((record) => JSON.stringify(record));
    return { connector: `source${index}-${label}`, group, firstMs, lines };
  });
}

/** One that is about a record without a time keeps none. */
function timed(record: RecordText, timestamp: number): RecordText {
  const { offset: _offset, topic: _topic, ...rest } = record;
  return record.timestamp === undefined && record.topic !== undefined ? rest : { ...rest, timestamp };
}
