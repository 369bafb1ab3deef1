import { type Capabilities, ConnectFailure, capabilitiesOf } from '../../connect/index.ts';
import { Failure } from '../../core/index.ts';
import { failedParts } from '../../plan/index.ts';
import { readLiveConnectors } from '../inventory/index.ts';
import { type Check, type Finding, failed, ok, warning } from './check.ts';

/** Answers, is a Connect worker, and is recent enough. Everything else builds on it. */
export const checkWorker: Check = async ({ client }) => {
  try {
    const { version } = await client.serverInfo();
    const capabilities = capabilitiesOf(version);
    if (!capabilities.expand) {
      return [
        failed(
          'worker',
          `Kafka Connect ${version} at ${client.url} is too old`,
          'connectctl works with 2.3 and later.',
        ),
      ];
    }
    const lacking = LACKING.filter(({ capability }) => !capabilities[capability]).map(({ what }) => what);
    const without = lacking.length === 0 ? '' : `; it lacks ${lacking.join(', ')}`;
    return [ok('worker', `Kafka Connect ${version} answers at ${client.url}${without}`)];
  } catch (error) {
    return [failureFinding('worker', error)];
  }
};

const LACKING: readonly { readonly capability: keyof Capabilities; readonly what: string }[] = [
  { capability: 'restartTasks', what: 'restarts of failed tasks at once (3.0)' },
  { capability: 'stop', what: 'the STOPPED state and offsets (3.5)' },
  { capability: 'alterOffsets', what: 'changes of offsets (3.6)' },
  { capability: 'initialState', what: 'initial states (3.7)' },
  { capability: 'patchConfig', what: 'PATCH of configs (3.8)' },
];

/** What the worker says of itself, where it says something (3.9). */
export const checkHealth: Check = async ({ client }) => {
  try {
    const { status, message } = await client.health();
    if (status === 'healthy') return [ok('health', 'the worker says it is healthy')];
    const help =
      status === 'starting'
        ? 'Wait until it has created the connectors of its command line.'
        : 'Its log tells what holds it: a connector that hangs in its start or stop blocks all the others.';
    return [failed('health', `${status}: ${message}`, help)];
  } catch (error) {
    if (error instanceof ConnectFailure && error.status === 404) return [];
    return [failureFinding('health', error)];
  }
};

const MAX_SKEW_MS = 5000;

/** Clocks apart make timestamps in logs, `last_modified` and tokens hard to read. A Date header counts whole seconds. */
export const checkClock: Check = async ({ client }) => {
  const before = Date.now();
  const theirs = await client.clockMs().catch(() => undefined);
  if (theirs === undefined) return [];
  const middle = (before + Date.now()) / 2;
  const skewMs = theirs + 500 - middle;
  if (Math.abs(skewMs) <= MAX_SKEW_MS) return [ok('clock', 'the worker and this machine agree on the time')];
  const direction = skewMs > 0 ? 'ahead of' : 'behind';
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  return [warning('clock', `the worker's clock is ${seconds} s ${direction} this machine's`, 'Let both follow NTP.')];
};

/** Whether reads, validations (a PUT that changes nothing) and log levels are allowed. */
export const checkPermissions: Check = async ({ client }) => {
  const findings: Finding[] = [];
  const plugins = await client.plugins().catch((error: unknown) => {
    findings.push(failureFinding('permissions', error));
    return [];
  });
  const connectors = plugins.filter(({ type }) => type === 'source' || type === 'sink');
  const [first] = connectors;
  if (!first)
    return [
      ...findings,
      failed(
        'plugins',
        'the worker has no connector plugins',
        'Set plugin.path of the worker to the folder that holds them.',
      ),
    ];
  const kinds = `${connectors.length} connectors, ${plugins.length - connectors.length} transforms, predicates and converters`;
  findings.push(ok('plugins', kinds));
  try {
    await client.validate(first.class, { name: 'connectctl-doctor', 'connector.class': first.class });
    findings.push(ok('permissions', 'reads and validations are allowed'));
  } catch (error) {
    // A plugin may fail on an empty config; only a refusal is about permissions.
    const isRefused = error instanceof ConnectFailure && [401, 403, 405].includes(error.status);
    findings.push(
      isRefused
        ? failed(
            'permissions',
            `PUT is refused (${error.status}): plan and apply need it`,
            'Let these credentials, or the proxy in between, do PUT, POST, PATCH and DELETE.',
          )
        : ok('permissions', 'reads are allowed, and PUT reaches the worker'),
    );
  }
  return findings;
};

/** What does not run as it should. */
export const checkConnectors: Check = async ({ client }) => {
  try {
    const live = await readLiveConnectors(client);
    const broken = live.filter(({ status }) => failedParts(status).length > 0).map(({ name }) => name);
    const waiting = live.filter(({ status }) => isUnassigned(status)).map(({ name }) => name);
    return [
      ...(broken.length === 0
        ? [ok('connectors', live.length === 1 ? '1 connector, not FAILED' : `${live.length} connectors, none FAILED`)]
        : [
            failed(
              'connectors',
              `FAILED: ${broken.join(', ')}`,
              '`connectctl status` shows the causes, `connectctl restart --failed` restarts them.',
            ),
          ]),
      ...(waiting.length === 0
        ? []
        : [
            warning(
              'connectors',
              `UNASSIGNED: ${waiting.join(', ')}`,
              'A rebalance is under way, or no worker is left to run them.',
            ),
          ]),
    ];
  } catch (error) {
    return [failureFinding('connectors', error)];
  }
};

function isUnassigned(status: Parameters<typeof failedParts>[0]): boolean {
  return status !== undefined && [status.connector, ...status.tasks].some(({ state }) => state === 'UNASSIGNED');
}

/** A Failure as a finding; a Ctrl-C and a bug go on. */
export function failureFinding(check: string, error: unknown): Finding {
  if (!(error instanceof Failure) || (error instanceof ConnectFailure && error.kind === 'stopped')) throw error;
  return failed(check, error.message, error.help);
}
