import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure, messageOf } from '../core/index.ts';
import type { ConnectTls } from '../definition/index.ts';

/** The PEM texts that a `tls` of connectctl.yaml names, `setting` being its place there. Throws CC9002 for a file that can't be read or used. */
export async function readTls(
  tls: ConnectTls,
  folder: string,
  setting: 'connect.tls' | 'kafka.tls',
): Promise<{ readonly ca?: string; readonly cert?: string; readonly key?: string }> {
  const read = async (path: string | undefined): Promise<string | undefined> =>
    path === undefined ? undefined : readPem(resolve(folder, path), path, setting);
  const [ca, cert, key] = [await read(tls.ca), await read(tls.cert), await read(tls.key)];
  await checkPems({ ca, cert, key }, tls, setting);
  return { ...(ca !== undefined && { ca }), ...(cert !== undefined && { cert }), ...(key !== undefined && { key }) };
}

/** What TLS would leave out in silence, or refuse in OpenSSL's words once a connection is made. */
async function checkPems(
  pems: { readonly ca: string | undefined; readonly cert: string | undefined; readonly key: string | undefined },
  paths: ConnectTls,
  setting: string,
): Promise<void> {
  if ((pems.cert === undefined) !== (pems.key === undefined)) {
    const [has, lacks] = pems.cert === undefined ? ['key', 'cert'] : ['cert', 'key'];
    throw new Failure('CC9002', `${setting} has a ${has} and no ${lacks}`, {
      help: 'The one is of no use without the other.',
    });
  }
  for (const name of ['ca', 'cert'] as const) {
    if (pems[name] === undefined || /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/.test(pems[name])) continue;
    throw new Failure('CC9002', `${paths[name]}, named by ${setting}.${name}, holds no certificate in PEM`);
  }
  const [{ createSecureContext }, { createPrivateKey, X509Certificate }] = await Promise.all([
    import('node:tls'),
    import('node:crypto'),
  ]);
  const { cert, key } = pems;
  try {
    // A key of another kind than the certificate's is taken in silence by createSecureContext.
    const isPair =
      cert === undefined || key === undefined || new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
    if (!isPair) throw new Error('key values mismatch');
    createSecureContext(pems);
  } catch (cause) {
    throw new Failure('CC9002', `The files of ${setting} cannot be used: ${wordsOf(messageOf(cause))}`, { cause });
  }
}

function wordsOf(message: string): string {
  if (/key values mismatch/.test(message)) return 'the key is not that of the certificate';
  if (/bad decrypt|interrupted or cancelled|no passphrase/i.test(message)) return 'the key is encrypted';
  return message;
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
