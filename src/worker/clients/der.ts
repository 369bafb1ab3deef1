/** One ASN.1 value in DER: its tag, its bytes, and, where it is made of others, these. */
export interface DerNode {
  readonly tag: number;
  readonly content: Buffer;
  readonly children: readonly DerNode[];
}

const CONSTRUCTED = 0x20;
const MAX_DEPTH = 32;

/** Reads the first value of the bytes. @throws Error where they are no DER */
export function readDer(bytes: Buffer): DerNode {
  return readAt(bytes, 0, 0).node;
}

function readAt(bytes: Buffer, start: number, depth: number): { readonly node: DerNode; readonly end: number } {
  if (depth > MAX_DEPTH) throw new Error('nested too deeply');
  const tag = byteAt(bytes, start);
  const { length, at } = readLength(bytes, start + 1);
  const end = at + length;
  if (end > bytes.length) throw new Error('cut off');
  const content = bytes.subarray(at, end);
  return { node: { tag, content, children: tag & CONSTRUCTED ? readAll(content, depth + 1) : [] }, end };
}

function readAll(bytes: Buffer, depth: number): DerNode[] {
  const nodes: DerNode[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { node, end } = readAt(bytes, at, depth);
    nodes.push(node);
    at = end;
  }
  return nodes;
}

/** Up to 127 in one byte, else the number of bytes that hold it. */
function readLength(bytes: Buffer, start: number): { readonly length: number; readonly at: number } {
  const first = byteAt(bytes, start);
  if (first < 0x80) return { length: first, at: start + 1 };
  const size = first & 0x7f;
  if (size === 0 || size > 4) throw new Error('a length that DER has not');
  let length = 0;
  for (let i = 1; i <= size; i++) length = length * 256 + byteAt(bytes, start + i);
  return { length, at: start + 1 + size };
}

function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new Error('cut off');
  return byte;
}
