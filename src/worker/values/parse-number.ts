import { BigDecimal, decimalSchema, type SchemaAndValue, schemas } from '../data/index.ts';

/** The smallest type that holds a number; undefined where the text is none. A whole fraction such as 1.0 is an integer. */
export function parseNumber(text: string): SchemaAndValue | undefined {
  let decimal: BigDecimal;
  try {
    decimal = BigDecimal.parse(text);
  } catch {
    return undefined;
  }
  const integer = decimal.toBigInt();
  const whole = isWhole(decimal, integer) ? parseInteger(decimal, integer) : undefined;
  if (whole !== undefined) return whole;
  const double = decimal.toNumber();
  const float = Math.fround(double);
  if (Number.isFinite(float)) return { schema: schemas.float32, value: float };
  if (Number.isFinite(double)) return { schema: schemas.float64, value: double };
  return { schema: decimalSchema(decimal.scale), value: decimal };
}

function isWhole(decimal: BigDecimal, integer: bigint): boolean {
  return decimal.scale <= 0 || integer * 10n ** BigInt(decimal.scale) === decimal.unscaled;
}

/** Past 64 bits only what is written out is a Decimal; with an exponent or a fraction it is a float. */
function parseInteger(decimal: BigDecimal, integer: bigint): SchemaAndValue | undefined {
  if (BigInt.asIntN(8, integer) === integer) return { schema: schemas.int8, value: Number(integer) };
  if (BigInt.asIntN(16, integer) === integer) return { schema: schemas.int16, value: Number(integer) };
  if (BigInt.asIntN(32, integer) === integer) return { schema: schemas.int32, value: Number(integer) };
  if (BigInt.asIntN(64, integer) === integer) return { schema: schemas.int64, value: integer };
  return decimal.scale === 0 ? { schema: decimalSchema(0), value: decimal } : undefined;
}
