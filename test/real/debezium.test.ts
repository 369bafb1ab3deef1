import { expect, it } from 'vitest';
import { debeziumClassPath, prepareDebeziumLibs } from './kafka-libs.ts';
import { debeziumRows } from './oracle/debezium-rows.ts';
import { askJava } from './oracle/oracle.ts';
import { RowComparison } from './oracle/row-differences.ts';
import { describeReal, isRealRequired } from './shared.ts';

describeReal("Debezium's own ExtractNewRecordState, asked row by row", () => {
  it('does to each event what ours does', async (context) => {
    const missing = await prepareDebeziumLibs();
    if (missing !== undefined && isRealRequired()) throw new Error(`it cannot run here: ${missing}`);
    context.skip(missing !== undefined, missing);
    const comparison = new RowComparison();
    const answers = await askJava(
      debeziumRows.map(({ question }) => question),
      debeziumClassPath(),
    );
    expect(comparison.undocumented(debeziumRows, answers)).toEqual({});
    expect(comparison.notShown(debeziumRows)).toEqual([]);
  });
});
