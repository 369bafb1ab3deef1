import type { ConnectorOffset, FlatConfig } from '../../core/index.ts';
import type { KafkaAdmin } from '../../kafka/index.ts';
import { adminProps, sinkGroupId } from '../clients/index.ts';
import { javaEntries } from '../data/index.ts';
import { decodeOffset, decodePartition, encodeOffset, encodePartition } from '../offsets/index.ts';
import type { Connector, ConnectorPlugin } from '../plugins/index.ts';
import type { HerderDeps } from './herder-deps.ts';
import { badRequest } from './herder-error.ts';
import { alterSinkOffsets, resetSinkOffsets, sinkOffsets } from './herder-sink-offsets.ts';

export interface OffsetTarget {
  readonly name: string;
  /** Resolved. */
  readonly config: FlatConfig;
  readonly plugin: ConnectorPlugin;
  readonly instance: Connector;
}

/** What the offsets endpoints read and change: the offset store of sources, the consumer group of sinks (KIP-875). */
export class ConnectorOffsetAccess {
  readonly #deps: HerderDeps;

  constructor(deps: HerderDeps) {
    this.#deps = deps;
  }

  async read(target: OffsetTarget): Promise<ConnectorOffset[]> {
    if (target.plugin.kind === 'source') return this.#sourceOffsets(target.name);
    return this.#withAdmin(target, (admin) => sinkOffsets(admin, target.name, this.#groupId(target)));
  }

  /** @returns the message for the client. `offsets`: later entries of a partition win; null resets it. */
  async alter(target: OffsetTarget, offsets: readonly ConnectorOffset[]): Promise<string> {
    if (target.plugin.kind === 'source') return this.#alterSource(target, offsets);
    const handled = await this.#withAdmin(target, (admin) =>
      alterSinkOffsets(admin, target, this.#groupId(target), offsets),
    );
    return message(handled, 'altered');
  }

  async reset(target: OffsetTarget): Promise<string> {
    if (target.plugin.kind === 'sink') {
      return message(
        await this.#withAdmin(target, (admin) => resetSinkOffsets(admin, target, this.#groupId(target))),
        'reset',
      );
    }
    const stored = await this.#sourceOffsets(target.name);
    const reset = stored.map(({ partition }) => ({ partition, offset: null }));
    const handled = await askConnector(target, reset);
    await this.#store(target.name, reset);
    return message(handled, 'reset');
  }

  async #alterSource(target: OffsetTarget, offsets: readonly ConnectorOffset[]): Promise<string> {
    // Encoding comes first: it refuses what no offset can hold, before the connector sees it.
    for (const { partition, offset } of offsets) {
      if (partition !== null) encodeOrRefuse(() => encodePartition(target.name, partition));
      if (offset !== null) encodeOrRefuse(() => encodeOffset(offset));
    }
    const handled = await askConnector(target, offsets);
    await this.#store(target.name, offsets);
    return message(handled, 'altered');
  }

  #sourceOffsets(connector: string): ConnectorOffset[] {
    const offsets: ConnectorOffset[] = [];
    for (const [key, value] of this.#deps.offsetStore.entries()) {
      const decoded = decodePartition(key);
      const offset = decodeOffset(value);
      if (decoded?.connector === connector && offset !== null) {
        offsets.push({ partition: javaOrdered(decoded.partition), offset: javaOrdered(offset) });
      }
    }
    return offsets;
  }

  async #store(connector: string, offsets: readonly ConnectorOffset[]): Promise<void> {
    const values = offsets.map(({ partition, offset }) => {
      const key = encodePartition(connector, partition);
      return [key.toString('latin1'), { key, value: offset === null ? null : encodeOffset(offset) }] as const;
    });
    if (values.length > 0) await this.#deps.offsetStore.set(new Map(values));
  }

  #groupId({ name, config }: OffsetTarget): string {
    return sinkGroupId(this.#deps.config.props, name, config);
  }

  async #withAdmin<T>({ name, config }: OffsetTarget, use: (admin: KafkaAdmin) => Promise<T>): Promise<T> {
    const props = adminProps(this.#deps.config.props, config, `connector-worker-adminclient-${name}`);
    const admin = this.#deps.clients.admin(props);
    try {
      return await use(admin);
    } finally {
      await admin.close().catch(() => {});
    }
  }
}

/** What the connector's own check says; false where it has none. */
export async function askConnector(target: OffsetTarget, offsets: readonly ConnectorOffset[]): Promise<boolean> {
  try {
    return (await target.instance.alterOffsets?.(target.config, offsets)) ?? false;
  } catch (error) {
    throw badRequest((error as Error).message, error);
  }
}

function encodeOrRefuse(encode: () => Buffer): void {
  try {
    encode();
  } catch (error) {
    throw badRequest((error as Error).message, error);
  }
}

function javaOrdered<T extends ConnectorOffset['partition']>(values: T): T {
  if (values === null) return values;
  return Object.fromEntries(javaEntries(new Map(Object.entries(values)))) as T;
}

function message(handledByConnector: boolean, verb: 'altered' | 'reset'): string {
  return handledByConnector
    ? `The offsets for this connector have been ${verb} successfully`
    : `The Connect framework-managed offsets for this connector have been ${verb} successfully. ` +
        'However, if this connector manages offsets externally, they will need to be manually ' +
        `${verb} in the system that the connector uses.`;
}
