import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '../core/index.ts';
import type { ConnectTls } from '../definition/index.ts';

/** The PEM texts that a `tls` of connectctl.yaml names, `setting` being its place there. Throws CC9002 for a file that can't be read. */
export async function readTls(
  tls: ConnectTls,
  folder: string,
  setting: 'connect.tls' | 'kafka.tls',
): Promise<{ readonly ca?: string; readonly cert?: string; readonly key?: string }> {
  const read = async (path: string | undefined): Promise<string | undefined> =>
    path === undefined ? undefined : readPem(resolve(folder, path), path, setting);
  const [ca, cert, key] = [await read(tls.ca), await read(tls.cert), await read(tls.key)];
  return { ...(ca !== undefined && { ca }), ...(cert !== undefined && { cert }), ...(key !== undefined && { key }) };
}

async function readPem(path: string, shown: string, setting: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'it cannot be read';
    throw new Failure('CC9002', `${shown}, named by ${setting}: ${reason}`, {
      cause,
      help: `Paths of ${setting} start at the folder of connectctl.yaml.`,
    });
  }
}
