import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { type FlatConfig, messageOf } from '../../core/index.ts';
import { ConfigError } from '../config/index.ts';
import { readJksCertificates } from './java-key-store.ts';
import { readPkcs12Certificates } from './pkcs12-store.ts';

/**
 * ssl.* of a Java client as options of Node's TLS: PEM (files or in the settings), PKCS12 key and trust stores,
 * and JKS trust stores. A JKS key store keeps its keys in a cipher of its own: it has to be converted.
 * @throws ConfigError where a store cannot be read
 */
export function tlsOptions(props: FlatConfig): ConnectionOptions {
  return { ...keyOptions(props), ...trustOptions(props), ...checkOptions(props), ...protocolOptions(props) };
}

export function keyOptions(props: FlatConfig): ConnectionOptions {
  const type = storeType(props, 'ssl.keystore');
  const passphrase = props['ssl.key.password'] ?? props['ssl.keystore.password'];
  const chain = props['ssl.keystore.certificate.chain'];
  if (chain !== undefined) return { cert: chain, key: props['ssl.keystore.key'], passphrase };
  const location = props['ssl.keystore.location'];
  if (location === undefined) return {};
  if (type === 'PEM') {
    const text = read('ssl.keystore.location', location);
    return { cert: text, key: text, passphrase };
  }
  if (type === 'PKCS12') {
    return { pfx: read('ssl.keystore.location', location), passphrase: props['ssl.keystore.password'] };
  }
  throw ConfigError.invalid(
    'ssl.keystore.type',
    type,
    `${location} has to be PKCS12 or PEM here (keytool -importkeystore -deststoretype PKCS12 converts it)`,
  );
}

export function trustOptions(props: FlatConfig): ConnectionOptions {
  const certificates = props['ssl.truststore.certificates'];
  if (certificates !== undefined) return { ca: certificates };
  const location = props['ssl.truststore.location'];
  if (location === undefined) return {};
  const bytes = read('ssl.truststore.location', location);
  const type = storeType(props, 'ssl.truststore');
  if (type === 'PEM') return { ca: bytes };
  const password = props['ssl.truststore.password'] ?? '';
  return {
    ca: readStore(location, type, type === 'JKS' ? readJksCertificates : readPkcs12Certificates, bytes, password),
  };
}

/** A file named .p12 is no JKS whatever the default says: Java reads both under either type. */
function storeType(props: FlatConfig, prefix: string): string {
  const location = props[`${prefix}.location`];
  const type = (props[`${prefix}.type`] ?? 'JKS').toUpperCase();
  if (type === 'JKS' && location !== undefined && !isJks(read(`${prefix}.location`, location))) return 'PKCS12';
  return type;
}

function isJks(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32BE(0) === 0xfeedfeed;
}

/** ssl.endpoint.identification.algorithm empty: any host name is taken. */
function checkOptions(props: FlatConfig): ConnectionOptions {
  const algorithm = props['ssl.endpoint.identification.algorithm'];
  return algorithm !== undefined && algorithm.trim() === '' ? { checkServerIdentity: () => undefined } : {};
}

const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;

function protocolOptions(props: FlatConfig): ConnectionOptions {
  const enabled = (props['ssl.enabled.protocols'] ?? '').split(',').map((name) => name.trim());
  const wanted = versions.filter((version) => enabled.includes(version));
  return wanted.length === 0 ? {} : { minVersion: wanted[0], maxVersion: wanted[wanted.length - 1] };
}

function readStore(
  location: string,
  type: string,
  readCertificates: (bytes: Buffer, password: string) => Buffer[],
  bytes: Buffer,
  password: string,
): string[] {
  try {
    return readCertificates(bytes, password).map(pem);
  } catch (error) {
    throw new ConfigError(`Failed to load SSL keystore ${location} of type ${type}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function read(key: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ConfigError(`${key}: ${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
