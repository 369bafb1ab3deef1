/** CRC-32C (Castagnoli) of `bytes[start, end)`, unsigned: the checksum of a record batch. Eight bytes a step. */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let crc = -1;
  let i = start;
  for (const last = end - 7; i < last; i += 8) {
    crc ^= at(bytes, i) | (at(bytes, i + 1) << 8) | (at(bytes, i + 2) << 16) | (at(bytes, i + 3) << 24);
    crc =
      at(table, 0x700 + (crc & 0xff)) ^
      at(table, 0x600 + ((crc >>> 8) & 0xff)) ^
      at(table, 0x500 + ((crc >>> 16) & 0xff)) ^
      at(table, 0x400 + (crc >>> 24)) ^
      at(table, 0x300 + at(bytes, i + 4)) ^
      at(table, 0x200 + at(bytes, i + 5)) ^
      at(table, 0x100 + at(bytes, i + 6)) ^
      at(table, at(bytes, i + 7));
  }
  for (; i < end; i++) crc = at(table, (crc ^ at(bytes, i)) & 0xff) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** An element of an array whose bounds the caller has checked. */
function at(array: Uint8Array | Int32Array, index: number): number {
  return array[index] as number;
}

const table = makeTable();

function makeTable(): Int32Array {
  const slices = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    slices[byte] = crc;
  }
  for (let slice = 1; slice < 8; slice++) {
    for (let byte = 0; byte < 256; byte++) {
      const previous = slices[(slice - 1) * 256 + byte] as number;
      slices[slice * 256 + byte] = (slices[previous & 0xff] as number) ^ (previous >>> 8);
    }
  }
  return slices;
}
