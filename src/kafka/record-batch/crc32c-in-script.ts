/*
 * Sixteen bytes a step, with a table for each place in the step ("slicing"). The element accesses are written
 * out: through a function shared by both arrays the engine cannot tell their kinds apart, at half the speed.
 */
const STEP = 16;
const table = makeTable();

/** CRC-32C of `bytes[start, end)`, unsigned, without native code. */
export function crc32cInScript(bytes: Uint8Array, start: number, end: number): number {
  const t = table;
  let crc = -1;
  let i = start;
  for (const last = end - STEP; i <= last; i += STEP) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    crc =
      t[0xf00 + (crc & 0xff)]! ^
      t[0xe00 + ((crc >>> 8) & 0xff)]! ^
      t[0xd00 + ((crc >>> 16) & 0xff)]! ^
      t[0xc00 + (crc >>> 24)]! ^
      t[0xb00 + bytes[i + 4]!]! ^
      t[0xa00 + bytes[i + 5]!]! ^
      t[0x900 + bytes[i + 6]!]! ^
      t[0x800 + bytes[i + 7]!]! ^
      t[0x700 + bytes[i + 8]!]! ^
      t[0x600 + bytes[i + 9]!]! ^
      t[0x500 + bytes[i + 10]!]! ^
      t[0x400 + bytes[i + 11]!]! ^
      t[0x300 + bytes[i + 12]!]! ^
      t[0x200 + bytes[i + 13]!]! ^
      t[0x100 + bytes[i + 14]!]! ^
      t[bytes[i + 15]!]!;
  }
  for (; i < end; i++) crc = t[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

function makeTable(): Int32Array {
  const slices = new Int32Array(STEP * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    slices[byte] = crc;
  }
  for (let slice = 1; slice < STEP; slice++) {
    for (let byte = 0; byte < 256; byte++) {
      const previous = slices[(slice - 1) * 256 + byte]!;
      slices[slice * 256 + byte] = slices[previous & 0xff]! ^ (previous >>> 8);
    }
  }
  return slices;
}
