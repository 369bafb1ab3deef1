import { ConfigError } from '../config/index.ts';

/** One entry of `listeners`. */
export interface Listener {
  readonly protocol: 'http' | 'https';
  /** Empty: every interface. IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

const FORMAT = /^([^:]+):\/\/(\[[^\]]*\]|[^:]*):(\d{1,5})$/;

/** @throws ConfigError with the messages of Kafka's ListenersValidator */
export function parseListeners(entries: readonly string[]): Listener[] {
  if (entries.length === 0) {
    throw ConfigError.invalid(
      'listeners',
      entries,
      'Invalid value for listeners, at least one URL is expected, ex: http://localhost:8080,https://localhost:8443.',
    );
  }
  return entries.map((entry) => parseListener('listeners', entry));
}

/** null: not configured; none: /admin answers nowhere. */
export function parseAdminListeners(entries: readonly string[] | null): Listener[] | null {
  return entries === null ? null : entries.map((entry) => parseListener('admin.listeners', entry));
}

function parseListener(key: string, entry: string): Listener {
  const [, protocolText = '', host = '', portText = ''] = FORMAT.exec(entry.trim()) ?? [];
  const port = Number(portText);
  if (protocolText === '' || port > 65_535) {
    throw new ConfigError(`Listener doesn't have the right format (protocol://hostname:port). ${key}: ${entry}`);
  }
  const protocol = protocolText.toLowerCase();
  if (protocol !== 'http' && protocol !== 'https') {
    throw new ConfigError(`Listener protocol must be either "http" or "https". ${key}: ${entry}`);
  }
  return { protocol, host: host.replace(/^\[|\]$/g, ''), port };
}
