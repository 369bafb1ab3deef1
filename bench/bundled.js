import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs bench/NAME/main.ts, bundled with the modules of test/ that it takes along. */
export async function runBundled(name) {
  // As deep below the root as test/harness and test/real are: they find the root by that.
  const bundle = `${root}.cache/bench/${name}.mjs`;
  await build({
    entryPoints: [`${root}bench/${name}/main.ts`],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  await import(bundle);
}
