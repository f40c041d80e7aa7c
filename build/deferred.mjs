import { join, relative } from 'node:path';

/**
 * Divides a CommonJS bundle in two: what is imported dynamically goes into a second file, `deferred.cjs`, which Node
 * reads and compiles at the first such import and not when VS Code waits for the extension. esbuild divides ES modules
 * alone. A module that both files need is in both, so those keep no state.
 */
export function divideAtDynamicImports(root) {
  const deferred = new Set();
  const nameOf = (file) => JSON.stringify(relative(root, file).replaceAll('\\', '/'));
  return {
    first: {
      name: 'defer-dynamic-imports',
      setup(plugin) {
        plugin.onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, kind, resolveDir }) =>
          kind === 'dynamic-import' ? { path: join(resolveDir, path), namespace: 'deferred' } : undefined,
        );
        plugin.onLoad({ filter: /.*/, namespace: 'deferred' }, ({ path }) => {
          deferred.add(path);
          return { contents: `module.exports = require('./deferred.cjs')[${nameOf(path)}];`, resolveDir: root };
        });
        plugin.onResolve({ filter: /^\.\/deferred\.cjs$/ }, ({ path }) => ({ path, external: true }));
      },
    },
    /** Built after the first. Each part is evaluated when it is asked for. */
    second: {
      name: 'deferred-parts',
      setup(plugin) {
        plugin.onResolve({ filter: /^deferred-parts$/ }, ({ path }) => ({ path, namespace: 'deferred-parts' }));
        plugin.onLoad({ filter: /.*/, namespace: 'deferred-parts' }, () => ({
          contents: `module.exports = {${[...deferred]
            .sort()
            .map((file) => `get ${nameOf(file)}() { return require(${JSON.stringify(file)}); }`)
            .join(',\n')}};`,
          resolveDir: root,
        }));
      },
    },
  };
}
