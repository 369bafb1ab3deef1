import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { projectRoot, runCommand } from '../../harness/index.ts';
import { debeziumPluginPath, kafkaClassPath, prepareDebeziumLibs } from '../kafka-libs.ts';

const javaSources = fileURLToPath(new URL('./java', import.meta.url));

/** Compiles the connectors of java/ into a folder; with Debezium's jars a plugin.path of a Java worker. */
export async function javaRecordPlugins(folder: string): Promise<string> {
  const classes = mkdtempSync(join(folder, 'plugins-'));
  const files = readdirSync(javaSources).map((name) => join(javaSources, name));
  const compiled = await runCommand('javac', ['-d', join(classes, 'records'), '-cp', kafkaClassPath(), ...files]);
  if (compiled.code !== 0) throw new Error(`javac: ${compiled.stdout}${compiled.stderr}`);
  const missing = await prepareDebeziumLibs();
  if (missing !== undefined) throw new Error(missing);
  return `${classes},${debeziumPluginPath()}`;
}

export interface BundledWorker {
  /** The module that `bin/connect-standalone` would load. */
  readonly main: string;
  /** For its plugin.path. */
  readonly plugins: string;
}

/** The built-in worker and the same connectors in one build, so that what they make are the worker's own structs. */
export async function bundleRecordWorker(): Promise<BundledWorker> {
  // Below the root, where its packages are found.
  const outdir = join(projectRoot, '.cache/record-worker');
  await build({
    entryPoints: {
      'connect-standalone': join(projectRoot, 'src/cli/connect-standalone.ts'),
      'records.plugin': fileURLToPath(new URL('./record-connectors.ts', import.meta.url)),
    },
    outdir,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  return { main: join(outdir, 'connect-standalone.js'), plugins: join(outdir, 'records.plugin.js') };
}
