import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { removeFolder, tempFolder } from '../harness/index.ts';
import { type RealBroker, startRealBroker } from './broker.ts';
import type { ConnectWorker } from './connect-worker.ts';
import { startDistributed } from './distributed.ts';
import { prepareKafkaLibs } from './kafka-libs.ts';
import { startStandalone } from './standalone.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    real: RealContext;
  }
}

export interface RealContext {
  /** Where test files ask for the shared broker and workers. */
  readonly controlUrl: string;
  /** Why the real thing cannot run on this machine. */
  readonly unavailable: string | undefined;
  /** CONNECTCTL_REQUIRE_REAL=1: what cannot run fails rather than being skipped. */
  readonly required: boolean;
}

/**
 * Runs once for all files of test/real. Broker and workers are shared by them and started when the first file
 * asks, through a small HTTP server: a run of one file starts only what that file needs.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const unavailable = await prepareKafkaLibs();
  const services = new SharedServices();
  const control = createServer((request, response) => {
    services.get(request.url ?? '').then(
      (answer) => response.end(JSON.stringify(answer)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  const controlUrl = await listen(control);
  project.provide('real', { controlUrl, unavailable, required: process.env['CONNECTCTL_REQUIRE_REAL'] === '1' });
  return async () => {
    control.close();
    control.closeAllConnections();
    await services.stop();
  };
}

/** Every service once, by the path that asks for it: /broker, /standalone/NAME, /distributed. */
class SharedServices {
  readonly #started = new Map<string, Promise<unknown>>();
  readonly #stops: (() => Promise<void>)[] = [];

  get(path: string): Promise<unknown> {
    let service = this.#started.get(path);
    if (!service) {
      service = this.#start(path);
      this.#started.set(path, service);
    }
    return service;
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.#started.values());
    // Workers before the broker that they talk to.
    for (const stop of this.#stops.reverse()) await stop();
  }

  async #start(path: string): Promise<unknown> {
    if (path === '/broker') {
      const broker: RealBroker = await startRealBroker();
      this.#stops.push(() => broker.stop());
      return { bootstrap: broker.bootstrap };
    }
    const { bootstrap } = (await this.get('/broker')) as { bootstrap: string };
    const folder = tempFolder('connectctl-real-');
    const start = path === '/distributed' ? startDistributed({ bootstrap, folder, group: 'shared' }) : undefined;
    const worker: ConnectWorker = await (start ?? startStandalone({ bootstrap, folder }));
    this.#stops.push(async () => {
      // Nobody reads these workers' offsets again: no need to wait for an orderly stop.
      await worker.process.stop(0);
      removeFolder(folder);
    });
    return { url: worker.url, folder: worker.folder };
  }
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}
