import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs bench/NAME/ENTRY.ts, bundled with the modules of test/ that it takes along; gives what it exports. */
export async function runBundled(name, entry = 'main') {
  // As deep below the root as test/harness and test/real are: they find the root by that.
  const bundle = `${root}.cache/bench/${name}.mjs`;
  await build({
    entryPoints: [`${root}bench/${name}/${entry}.ts`],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  return import(bundle);
}
