import { getCiphers } from 'node:tls';
import { ConfigError } from '../config/index.ts';

/**
 * The name that OpenSSL has for a cipher suite of ssl.cipher.suites, which Java calls as IANA does:
 * `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256` is `ECDHE-RSA-AES128-GCM-SHA256`. Those of TLS 1.3 have one name.
 * @throws ConfigError where there is no such suite
 */
export function openSslCipher(name: string): string {
  const [exchange = '', cipher = ''] = name.replace(/^(TLS|SSL)_/, '').split('_WITH_');
  // The key exchange by RSA alone is not written, and neither is the mode CBC.
  const prefix = exchange === 'RSA' ? '' : `${exchange.replaceAll('_', '-')}-`;
  const suffix = cipher
    .replace(/_CBC_/, '_')
    .replace(/^(AES|CAMELLIA|ARIA)_(\d+)/, '$1$2')
    .replace(/(CHACHA20_POLY1305)_SHA256$/, '$1')
    .replaceAll('_', '-');
  const openSsl = cipher === '' ? name : prefix + suffix;
  if (!getCiphers().includes(openSsl.toLowerCase())) {
    throw ConfigError.invalid('ssl.cipher.suites', name, 'There is no such cipher suite here');
  }
  return openSsl;
}
