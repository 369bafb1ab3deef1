import { readFileSync } from 'node:fs';
import { type ConnectionOptions, createSecureContext } from 'node:tls';
import { type FlatConfig, messageOf } from '../../core/index.ts';
import { ConfigError } from '../config/index.ts';
import { openSslCipher } from './cipher-suites.ts';
import { isJks, readJks } from './java-key-store.ts';
import { openJksPrivateKey } from './jks-private-key.ts';
import { readPkcs12Certificates } from './pkcs12-store.ts';

/**
 * ssl.* of a Java client as options of Node's TLS: PEM (files or in the settings), and key and trust stores in
 * PKCS12 and JKS.
 * @throws ConfigError where a store cannot be read
 */
export function tlsOptions(props: FlatConfig): ConnectionOptions {
  return { ...keyOptions(props), ...trustOptions(props), ...checkOptions(props), ...protocolOptions(props) };
}

export function keyOptions(props: FlatConfig): ConnectionOptions {
  const type = storeType(props, 'ssl.keystore');
  const passphrase = props['ssl.key.password'] ?? props['ssl.keystore.password'];
  const chain = props['ssl.keystore.certificate.chain'];
  if (chain !== undefined) {
    return usable('in ssl.keystore.certificate.chain', type, {
      cert: chain,
      key: props['ssl.keystore.key'],
      passphrase,
    });
  }
  const location = props['ssl.keystore.location'];
  if (location === undefined) return {};
  if (type === 'PEM') {
    const text = read('ssl.keystore.location', location);
    return usable(location, type, { cert: text, key: text, passphrase });
  }
  const bytes = read('ssl.keystore.location', location);
  if (type === 'PKCS12') return usable(location, type, { pfx: bytes, passphrase: props['ssl.keystore.password'] });
  if (type === 'JKS') return orNotLoaded(location, type, () => jksKeyOptions(bytes, passphrase ?? ''));
  throw ConfigError.invalid('ssl.keystore.type', type, `${location} has to be PKCS12, JKS or PEM here`);
}

export function trustOptions(props: FlatConfig): ConnectionOptions {
  const given = props['ssl.truststore.certificates'];
  if (given !== undefined) return { ca: given };
  const location = props['ssl.truststore.location'];
  if (location === undefined) return {};
  const bytes = read('ssl.truststore.location', location);
  const type = storeType(props, 'ssl.truststore');
  if (type === 'PEM') return { ca: bytes };
  const password = props['ssl.truststore.password'] ?? '';
  const certificates = () => (type === 'JKS' ? readJks(bytes).certificates : readPkcs12Certificates(bytes, password));
  return { ca: orNotLoaded(location, type, () => certificates().map((der) => pem('CERTIFICATE', der))) };
}

/** OpenSSL opens a key only where a connection is made, and doesn't say then whose setting was wrong. */
function usable(location: string, type: string, options: ConnectionOptions): ConnectionOptions {
  return orNotLoaded(location, type, () => {
    createSecureContext(options);
    return options;
  });
}

/** The first key of the store, with its chain. */
function jksKeyOptions(bytes: Buffer, password: string): ConnectionOptions {
  const [entry] = readJks(bytes).keys;
  if (entry === undefined) throw new Error('there is no private key in it');
  return {
    key: pem('PRIVATE KEY', openJksPrivateKey(entry.protectedKey, password)),
    cert: entry.chain.map((der) => pem('CERTIFICATE', der)).join(''),
  };
}

/** What the file is counts, of the two, and not what the setting says: Java reads both under either type. */
function storeType(props: FlatConfig, prefix: string): string {
  const location = props[`${prefix}.location`];
  const type = (props[`${prefix}.type`] ?? 'JKS').toUpperCase();
  if ((type !== 'JKS' && type !== 'PKCS12') || location === undefined) return type;
  return isJks(read(`${prefix}.location`, location)) ? 'JKS' : 'PKCS12';
}

/** ssl.endpoint.identification.algorithm empty: any host name is taken. */
function checkOptions(props: FlatConfig): ConnectionOptions {
  const algorithm = props['ssl.endpoint.identification.algorithm'];
  return algorithm !== undefined && algorithm.trim() === '' ? { checkServerIdentity: () => undefined } : {};
}

const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;

/**
 * ssl.enabled.protocols and ssl.cipher.suites.
 * @throws ConfigError for a version or a suite that there is not
 */
export function protocolOptions(props: FlatConfig): ConnectionOptions {
  const enabled = listOf(props, 'ssl.enabled.protocols');
  const unknown = enabled.find((name) => !versions.some((version) => version === name));
  if (unknown !== undefined) {
    throw ConfigError.invalid('ssl.enabled.protocols', unknown, `Supported here: ${versions.join(', ')}`);
  }
  const wanted = versions.filter((version) => enabled.includes(version));
  const ciphers = listOf(props, 'ssl.cipher.suites').map(openSslCipher);
  return {
    ...(wanted.length > 0 && { minVersion: wanted[0], maxVersion: wanted[wanted.length - 1] }),
    ...(ciphers.length > 0 && { ciphers: ciphers.join(':') }),
  };
}

function listOf(props: FlatConfig, key: string): string[] {
  const names = (props[key] ?? '').split(',').map((name) => name.trim());
  return names.filter((name) => name !== '');
}

function orNotLoaded<T>(location: string, type: string, load: () => T): T {
  try {
    return load();
  } catch (error) {
    // Java's words for OpenSSL's.
    const why = messageOf(error).replace('mac verify failure', 'keystore password was incorrect');
    throw new ConfigError(`Failed to load SSL keystore ${location} of type ${type}: ${why}`, { cause: error });
  }
}

function pem(label: 'CERTIFICATE' | 'PRIVATE KEY', der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

function read(key: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ConfigError(`${key}: ${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
