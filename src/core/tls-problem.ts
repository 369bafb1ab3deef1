/** A TLS handshake that came to nothing: no request has been read, and trying again changes nothing. */
export interface TlsProblem {
  readonly reason: string;
  readonly help: string;
}

/** How a sentence calls the other side, and the settings that mend it. */
export interface TlsWords {
  readonly peer: 'worker' | 'broker';
  readonly address: string;
  readonly ca: string;
  readonly cert: string;
}

/**
 * What stands behind an error of TLS, by Node.js's codes for a server's certificate and by the alerts with which a server
 * ends a handshake (RFC 8446, 6.2); undefined for any other error. With TLS 1.3 an alert about the client's certificate
 * comes when the request has left already.
 *
 * @param hasCert a certificate of the client was offered
 */
export function tlsProblem(error: Error, hasCert: boolean, words: TlsWords): TlsProblem | undefined {
  const { code = '' } = error as NodeJS.ErrnoException;
  const text = error.message;
  // Their codes speak of certificates, too.
  const alert = /SSL alert number (\d+)/.exec(text)?.[1];
  if (alert !== undefined) return alertProblem(Number(alert), hasCert, words);
  if (code === 'CERT_HAS_EXPIRED')
    return { reason: 'its certificate has expired', help: `Renew it on the ${words.peer}.` };
  if (code === 'CERT_NOT_YET_VALID') {
    return {
      reason: 'its certificate is not valid yet',
      help: `Compare the clock of this machine with that of the ${words.peer}.`,
    };
  }
  if (/ALTNAME/.test(code)) {
    const help = `Write a name that the certificate holds into ${words.address}, or give the ${words.peer} one for this name.`;
    return { reason: text, help };
  }
  if (/CERT|SIGNATURE/.test(code)) {
    return { reason: text, help: `Set ${words.ca} to the CA that signed it.` };
  }
  return undefined;
}

/** An alert of the server's, by its number. */
function alertProblem(alert: number, hasCert: boolean, { peer, cert }: TlsWords): TlsProblem | undefined {
  if (alert === 116 || (!hasCert && CERTIFICATE_ALERTS.has(alert))) {
    const help = `Set ${cert}.`;
    return { reason: 'it wants a certificate of the client', help };
  }
  const why = CERTIFICATE_ALERTS.get(alert);
  if (why !== undefined) {
    const help = `Set ${cert} to one whose CA the ${peer} trusts.`;
    return { reason: `it refuses the certificate of the client: ${why}`, help };
  }
  if (alert === 70) return { reason: 'it offers no version of TLS from 1.2 on', help: 'Enable TLS 1.2 or 1.3 there.' };
  return undefined;
}

const CERTIFICATE_ALERTS: ReadonlyMap<number, string> = new Map([
  [42, 'bad certificate'],
  [43, 'unsupported certificate'],
  [44, 'it is revoked'],
  [45, 'it has expired'],
  [46, 'unknown certificate'],
  [48, 'unknown CA'],
]);

/** OpenSSL read something else where a server's first TLS record had to be: nothing of HTTP has been sent. */
export function isNoTls(error: Error): boolean {
  return /wrong version number|packet length too long/.test(error.message);
}
