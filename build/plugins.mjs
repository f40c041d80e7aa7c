import { join } from 'node:path';

/** tfjs-node locates its addon through node-pre-gyp: answer with the path that the engine chose at run time. */
export const addonPath = {
  name: 'addon-path',
  setup(plugin) {
    plugin.onResolve({ filter: /^@mapbox\/node-pre-gyp$/ }, () => ({ path: 'addon-path', namespace: 'addon-path' }));
    plugin.onLoad({ filter: /.*/, namespace: 'addon-path' }, () => ({
      contents: 'exports.find = () => process.env.SMOOTHING_LAB_ADDON;',
      loader: 'js',
    }));
  },
};

/**
 * The gradients that wasm needs are published as ES modules alone, while tfjs-node wants the CommonJS tfjs-core. Ops,
 * gradients and backend must share a copy, so wasm gets ES modules throughout; a process loads one of the two.
 */
export const wasmModules = (root) => ({
  name: 'wasm-modules',
  setup(plugin) {
    const fromModules = /tfjs-backend-(wasm|cpu)\/dist\/(?!.*\.node\.js$)|tfjsWasm\.ts$/;
    plugin.onResolve({ filter: /^@tensorflow\/tfjs-(core|backend-wasm)$/ }, ({ path, importer }) =>
      fromModules.test(importer) ? { path: join(root, 'node_modules', path, 'dist/index.js') } : undefined,
    );
  },
});
