import { join, resolve } from 'node:path';
import { installPinned } from '../installPinned.ts';

export interface YamlParts {
  /** The language server as a program, and as a module that talks to the process that it was forked from. */
  program: string;
  module: string;
  /** Where the packages of an extension with that server lie. */
  modules: string;
}

/** Installs the language server of Red Hat's YAML extension into the cache; seconds. */
export async function installYaml(): Promise<YamlParts> {
  const modules = join(await installPinned(resolve('test/e2e/yaml')), 'node_modules');
  const server = join(modules, 'yaml-language-server');
  const program = join(server, 'bin/yaml-language-server');
  return { program, module: join(server, 'out/server/src/server.js'), modules };
}
