import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A new empty folder. Its path always has the same length, which keeps positions in messages comparable. */
export function tempFolder(prefix = 'connectctl-test-'): string {
  return mkdtempSync(join(tmpdir(), prefix));
}

export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5 });
}

/** A new empty folder, removed when the running test is over. */
export function testFolder(prefix?: string): string {
  const folder = tempFolder(prefix);
  onTestFinished(() => removeFolder(folder));
  return folder;
}
