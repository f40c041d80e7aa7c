import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Path of a built file: a worker's program, a wasm binary. Bundles are split into chunks that may lie in any folder of
 * the build, so the root of the build is the nearest folder above that holds the metafile.
 */
export function distFile(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'metafile.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`no build found above ${fileURLToPath(import.meta.url)}`);
    folder = parent;
  }
  return join(folder, name);
}
