/** An exact decimal: `unscaled` × 10^-`scale` (java.math.BigDecimal, as far as Connect needs it). */
export class BigDecimal {
  readonly unscaled: bigint;
  readonly scale: number;

  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }

  /** @throws SyntaxError where the text is no decimal number */
  static parse(text: string): BigDecimal {
    const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,10}))?$/.exec(text);
    const whole = match?.[2] ?? '';
    const fraction = match?.[3] ?? '';
    if (match === null || whole + fraction === '') throw new SyntaxError(`Not a decimal number: ${text}`);
    const digits = BigInt(whole + fraction);
    return new BigDecimal(match[1] === '-' ? -digits : digits, fraction.length - Number(match[4] ?? 0));
  }

  /** From two's complement, big endian. */
  static fromUnscaledBytes(bytes: Buffer, scale: number): BigDecimal {
    if (bytes.length === 0) throw new RangeError('Zero length BigInteger');
    return new BigDecimal(BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`)), scale);
  }

  /** The shortest two's complement, big endian, at least one byte. */
  unscaledBytes(): Buffer {
    const magnitude = this.unscaled < 0n ? -this.unscaled - 1n : this.unscaled;
    const length = Math.floor((magnitude === 0n ? 0 : magnitude.toString(2).length) / 8) + 1;
    const hex = BigInt.asUintN(length * 8, this.unscaled).toString(16);
    return Buffer.from(hex.padStart(length * 2, '0'), 'hex');
  }

  equals(other: BigDecimal): boolean {
    return this.unscaled === other.unscaled && this.scale === other.scale;
  }

  toNumber(): number {
    return Number(`${this.unscaled}e${-this.scale}`);
  }

  /** The integer part, cut towards zero. */
  toBigInt(): bigint {
    return this.scale >= 0 ? this.unscaled / 10n ** BigInt(this.scale) : this.unscaled * 10n ** BigInt(-this.scale);
  }

  /** As BigDecimal.toString: plain while the scale is not negative and the exponent at least -6. */
  toString(): string {
    const sign = this.unscaled < 0n ? '-' : '';
    const digits = (this.unscaled < 0n ? -this.unscaled : this.unscaled).toString();
    const exponent = digits.length - 1 - this.scale;
    if (this.scale === 0) return sign + digits;
    if (this.scale > 0 && exponent >= -6) {
      const padded = digits.padStart(this.scale + 1, '0');
      return `${sign}${padded.slice(0, -this.scale)}.${padded.slice(-this.scale)}`;
    }
    const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
    return `${sign}${mantissa}${exponent === 0 ? '' : `E${exponent > 0 ? '+' : ''}${exponent}`}`;
  }
}
