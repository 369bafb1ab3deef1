import { describe, expect, test } from 'vitest';
import {
  BigDecimal,
  describeRecord,
  doubleText,
  floatText,
  javaEntries,
  javaText,
  type SinkRecord,
  SizedHashMap,
  type SourceRecord,
  schemas,
  structSchema,
} from '../../../src/worker/data/index.ts';

/** Expected values were printed by Java 17 and Kafka Connect 4.3.1. */
describe("Java's text", () => {
  test.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [100, '100.0'],
    [0.001, '0.001'],
    [0.0001, '1.0E-4'],
    [1e7, '1.0E7'],
    [9999999, '9999999.0'],
    [12345678, '1.2345678E7'],
    [123.456, '123.456'],
    [1e21, '1.0E21'],
    [5e-324, '4.9E-324'],
    [1.7976931348623157e308, '1.7976931348623157E308'],
    [0.1, '0.1'],
    [1 / 3, '0.3333333333333333'],
    [0.002, '0.002'],
    [1e6, '1000000.0'],
    [123456789012345680, '1.2345678901234568E17'],
    [Number.NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ])('of the double %d is %s', (value, text) => {
    expect(doubleText(value)).toBe(text);
  });

  test.each([
    [0, '0.0'],
    [0.001, '0.001'],
    [0.0001, '1.0E-4'],
    [1e7, '1.0E7'],
    [9999999, '9999999.0'],
    [3.14, '3.14'],
    [1.1, '1.1'],
    [3.4028235e38, '3.4028235E38'],
    [1.4e-45, '1.4E-45'],
    [0.1, '0.1'],
    [16777216, '1.6777216E7'],
    [1e10, '1.0E10'],
  ])('of the float %d is %s', (value, text) => {
    expect(floatText(Math.fround(value))).toBe(text);
  });

  test.each([
    ['0', '0'],
    ['0.00', '0.00'],
    ['1.50', '1.50'],
    ['-1.50', '-1.50'],
    ['1E+3', '1E+3'],
    ['0.0000001', '1E-7'],
    ['0.000001', '0.000001'],
    ['123.456E5', '1.23456E+7'],
    ['-0.001', '-0.001'],
    ['1e10', '1E+10'],
    ['0E+3', '0E+3'],
    ['0E-10', '0E-10'],
    ['12345678901234567890.123', '12345678901234567890.123'],
  ])('of the decimal %s is %s', (given, text) => {
    expect(BigDecimal.parse(given).toString()).toBe(text);
  });

  test.each([
    [0n, '00'],
    [1n, '01'],
    [-1n, 'ff'],
    [127n, '7f'],
    [128n, '0080'],
    [-128n, '80'],
    [-129n, 'ff7f'],
    [255n, '00ff'],
    [256n, '0100'],
    [32767n, '7fff'],
    [32768n, '008000'],
    [-32768n, '8000'],
    [-32769n, 'ff7fff'],
  ])('bytes of the integer %d are %s', (unscaled, hex) => {
    expect(new BigDecimal(unscaled, 0).unscaledBytes().toString('hex')).toBe(hex);
    expect(BigDecimal.fromUnscaledBytes(Buffer.from(hex, 'hex'), 0).unscaled).toBe(unscaled);
  });

  test.each([
    [5, 'key0,key27,key62,key93,key31'],
    [12, 'key58,key0,key89,key23,key19,key27,key62,key50,key93,key54,key31,key85'],
    [13, 'key0,key62,key50,key93,key81,key54,key31,key85,key58,key89,key23,key19,key27'],
    [
      30,
      'key0,key3,key62,key61,key7,key81,key65,key42,key85,key15,key58,key34,key19,key38,key73,key50,key93,key92,key77,' +
        'key11,key54,key31,key96,key30,key26,key69,key46,key89,key23,key27',
    ],
  ])('of a map of %i keys is in the order of a HashMap', (count, order) => {
    const map = new Map(Array.from({ length: count }, (_, i) => [`key${(i * 31) % 97}`, i]));
    expect(
      javaEntries(map)
        .map(([key]) => key)
        .join(','),
    ).toBe(order);
  });

  test('of a map with numbers as keys is in the order of a HashMap', () => {
    const longs = new Map([5n, 17n, 33n, -1n, 100000000000n, 1n].map((key) => [key, 0]));
    expect(javaEntries(longs).map(([key]) => key)).toEqual([-1n, 17n, 33n, 100000000000n, 1n, 5n]);
    const doubles = new Map([0.5, 1.25, -3.75, 100.1].map((key) => [key, 0]));
    expect(javaEntries(doubles).map(([key]) => key)).toEqual([0.5, 1.25, -3.75, 100.1]);
  });

  test('of a copied map is in the order of its smaller table', () => {
    const map = new Map<string, unknown>([
      ['zeta', 1n],
      ['alpha', 2n],
      ['id', 3n],
    ]);
    expect(javaText(null, SizedHashMap.copyOf(SizedHashMap.copyOf(map)))).toBe('{zeta=1, id=3, alpha=2}');
  });

  test('of records names everything in them', () => {
    const record: SourceRecord = {
      kind: 'source',
      topic: 't',
      partition: null,
      keySchema: schemas.int32,
      key: 5,
      valueSchema: null,
      value: new Map([['a', 1n]]),
      timestampMs: 7,
      sourcePartition: { f: 'x' },
      sourceOffset: { p: 1 },
      headers: [
        { key: 'k', schema: schemas.int64, value: 1n },
        { key: 'q', schema: schemas.string, value: 'x' },
      ],
    };
    expect(describeRecord(record)).toBe(
      "SourceRecord{sourcePartition={f=x}, sourceOffset={p=1}} ConnectRecord{topic='t', kafkaPartition=null, key=5, " +
        'keySchema=Schema{INT32}, value={a=1}, valueSchema=null, timestamp=7, headers=ConnectHeaders(headers=[' +
        'ConnectHeader(key=k, value=1, schema=Schema{INT64}), ConnectHeader(key=q, value=x, schema=Schema{STRING})])}',
    );
    const original = { topic: 't', partition: 3, offset: 9n, key: null, value: null, headers: [] };
    const sink: SinkRecord = {
      kind: 'sink',
      topic: 't',
      partition: 3,
      keySchema: null,
      key: null,
      valueSchema: structSchema([], { name: 'n' }),
      value: null,
      timestampMs: 7,
      headers: [],
      offset: 9n,
      timestampType: 'CreateTime',
      original,
    };
    expect(describeRecord(sink)).toBe(
      'SinkRecord{kafkaOffset=9, timestampType=CreateTime, originalTopic=t, originalKafkaPartition=3, ' +
        "originalKafkaOffset=9} ConnectRecord{topic='t', kafkaPartition=3, key=null, keySchema=null, value=null, " +
        'valueSchema=Schema{n:STRUCT}, timestamp=7, headers=ConnectHeaders(headers=)}',
    );
  });
});
