/**
 * Double.toString: plain from 10^-3 up to 10^7, else with `E`; always with a fraction digit. Digits are the
 * shortest that read back as the same number (JDK 19 and later; older ones sometimes print one more).
 */
export function doubleText(value: number): string {
  const shortest = Math.abs(value).toExponential();
  // Java prints two digits at least, and so takes those nearest to the number: 4.9E-324 where JavaScript has 5e-324.
  const two = shortest[1] === 'e' ? Math.abs(value).toExponential(1) : shortest;
  return javaForm(value, Number(two) === Math.abs(value) ? two : shortest);
}

/** Float.toString: the shortest digits that read back as the same 32-bit float. */
export function floatText(value: number): string {
  return javaForm(value, shortestFloat(Math.abs(Math.fround(value))));
}

/** Nearest double of a float's text: prints as the float does where no schema says that it is one. */
export function floatAsDouble(value: number): number {
  return Number.isFinite(value) ? Number(floatText(value)) : value;
}

function javaForm(value: number, exponential: string): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (!Number.isFinite(value)) return `${sign}Infinity`;
  if (value === 0) return `${sign}0.0`;
  const [mantissa = '', power = '0'] = exponential.split('e');
  const exponent = Number(power);
  const digits = mantissa.replace('.', '').replace(/(?<=.)0+$/, '');
  if (exponent < -3 || exponent >= 7) return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`;
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

function shortestFloat(value: number): string {
  for (let precision = 1; precision < 9; precision++) {
    const text = value.toExponential(precision);
    if (Math.fround(Number(text)) === value) return text;
  }
  return value.toExponential();
}
