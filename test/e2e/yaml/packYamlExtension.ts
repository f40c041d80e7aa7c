import { cpSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { packFolder } from '../packFolder.ts';
import { installYaml } from './installYaml.ts';

const sources = resolve('test/e2e/yaml');

/** Packs an extension with the id of Red Hat's, which starts the same language server. It is made in a new folder. */
export async function packYamlExtension(folder: string): Promise<string> {
  const { modules, module } = await installYaml();
  mkdirSync(folder);
  cpSync(join(sources, 'manifest.json'), join(folder, 'package.json'));
  await build({
    entryPoints: [join(sources, 'extension.cjs')],
    outfile: join(folder, 'extension.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    nodePaths: [modules],
    define: { SERVER_MODULE: JSON.stringify(module) },
    logLevel: 'error',
  });
  return packFolder(folder);
}
