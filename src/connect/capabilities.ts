/**
 * What differs between Connect versions and vendors, read from `GET /`'s version. A version that cannot be read
 * counts as the newest: an answer then says what is missing.
 */
export interface Capabilities {
  /** The Apache Kafka version this worker speaks, `[major, minor]`. */
  readonly kafka: readonly [number, number];
  /** GET /connectors?expand= (KIP-465), 2.3: what connectctl needs at least. */
  readonly expand: boolean;
  /** POST restart with includeTasks and onlyFailed (KIP-745), 3.0. */
  readonly restartTasks: boolean;
  /** GET /connector-plugins/{class}/config and connectorsOnly=false (KIP-769), 3.2. */
  readonly pluginConfig: boolean;
  /** GET offsets, PUT stop and STOPPED (KIP-875), 3.5. */
  readonly stop: boolean;
  /** PATCH and DELETE offsets (KIP-875), 3.6. */
  readonly alterOffsets: boolean;
  /** initial_state of a create (KIP-980), 3.7. */
  readonly initialState: boolean;
  /** PATCH config (KIP-477), 3.8. */
  readonly patchConfig: boolean;
  /** A connector's name may hold `/`, `\` and `%`; Jetty 12, which came with 4.0, refuses a URL that holds one of them encoded. */
  readonly anyName: boolean;
  /** Passwords read back as `••••••••` and `__internal.*` keys appear: Confluent Platform 7.9.3 and later. */
  readonly masksSecrets: boolean;
}

/** What a worker that masks gives in place of every password. */
export const SERVER_MASK = '••••••••';

/** Reads a version such as `4.3.1`, `3.9.0-SNAPSHOT`, `7.5.1-ccs` or `8.0.0-ce`. */
export function capabilitiesOf(version: string): Capabilities {
  const kafka = kafkaVersionOf(version);
  const from = (major: number, minor: number): boolean => kafka[0] > major || (kafka[0] === major && kafka[1] >= minor);
  return {
    kafka,
    expand: from(2, 3),
    restartTasks: from(3, 0),
    pluginConfig: from(3, 2),
    stop: from(3, 5),
    alterOffsets: from(3, 6),
    initialState: from(3, 7),
    patchConfig: from(3, 8),
    anyName: !from(4, 0) || kafka === NEWEST,
    masksSecrets: isMaskingConfluent(version),
  };
}

const NEWEST: readonly [number, number] = [4, 99];

/** Confluent Platform numbers its releases by itself: 5.3 is 2.3, 6.0 is 2.6, 7.0 is 3.0, 8.0 is 4.0. */
function kafkaVersionOf(version: string): readonly [number, number] {
  const match = /^(\d+)\.(\d+)/.exec(version);
  if (!match) return NEWEST;
  const major = Number(match[1]);
  const minor = Number(match[2]);
  if (!isConfluent(version)) return [major, minor];
  if (major >= 7) return [major - 4, minor];
  if (major === 6) return [2, 6 + minor];
  return [2, minor];
}

function isConfluent(version: string): boolean {
  return /-(ccs|ce)/.test(version);
}

function isMaskingConfluent(version: string): boolean {
  const match = /^(\d+)\.(\d+)\.(\d+)/.exec(version);
  if (!match || !isConfluent(version)) return false;
  const [major, minor, patch] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return major > 7 || (major === 7 && (minor > 9 || (minor === 9 && patch >= 3)));
}
