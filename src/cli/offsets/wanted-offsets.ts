import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseWithBigints } from '../../connect/index.ts';
import { Failure } from '../../core/index.ts';
import type { CliIo } from '../command.ts';
import {
  offsetText,
  type PartitionOffset,
  parseAssignment,
  parsePartition,
  partitionKey,
  readOffsets,
} from './offset-list.ts';

/** What `offsets set` and `offsets reset` are to change, as it was typed. */
export interface OffsetsRequest {
  readonly action: 'set' | 'reset';
  /** `PARTITION=OFFSET` each for set, partitions for reset. */
  readonly partitions: readonly string[];
  /** A path, or `-` for stdin. */
  readonly file: string | undefined;
}

/** The offsets to set; null for what is to be reset. Throws CC9001, CC9002 and CC9016 for what can't be meant. */
export async function wantedOffsets(
  current: readonly PartitionOffset[],
  args: OffsetsRequest,
  io: CliIo,
): Promise<readonly PartitionOffset[]> {
  const typed = args.partitions;
  if (args.action === 'reset') {
    if (args.file !== undefined) throw new Failure('CC9001', '--file is for set');
    if (typed.length === 0) return current.map(({ partition }) => ({ partition, offset: null }));
    return typed.map((entry) => ({ partition: knownPartition(entry, current), offset: null }));
  }
  if (typed.length > 0 && args.file !== undefined)
    throw new Failure('CC9001', 'Give offsets on the command line or with --file, not both');
  if (args.file !== undefined) return readOffsets(await readJson(args.file, io), args.file).map(checkNumbers);
  if (typed.length > 0) return typed.map(parseAssignment).map(checkNumbers);
  throw new Failure('CC9001', 'Name the offsets to set', {
    help: 'PARTITION=OFFSET each, such as orders:0=120, or --file with JSON.',
  });
}

/** JSON has numbers (`1e400`) that would go out as null. */
function checkNumbers(entry: PartitionOffset): PartitionOffset {
  if (!isFiniteThroughout([entry.partition, entry.offset])) {
    throw new Failure('CC9016', `The offset of ${offsetText(entry.partition)} holds a number that is out of range`);
  }
  return entry;
}

function isFiniteThroughout(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isFiniteThroughout);
}

function knownPartition(entry: string, current: readonly PartitionOffset[]): unknown {
  const partition = parsePartition(entry);
  if (current.some((known) => partitionKey(known.partition) === partitionKey(partition))) return partition;
  throw new Failure('CC9016', `No offset is committed for ${entry}`, {
    help:
      current.length === 0
        ? 'There are none at all.'
        : `There are: ${current.map((c) => offsetText(c.partition)).join(', ')}`,
  });
}

async function readJson(file: string, io: CliIo): Promise<unknown> {
  const shown = file === '-' ? 'stdin' : file;
  let content: string;
  try {
    content = file === '-' ? await text(io.stdin) : await readFile(resolve(io.cwd, file), 'utf8');
  } catch (cause) {
    throw new Failure('CC9002', `${shown} cannot be read`, { cause });
  }
  try {
    return parseWithBigints(content);
  } catch (cause) {
    throw new Failure('CC9016', `${shown} is not JSON: ${(cause as Error).message}`, { cause });
  }
}
