// What wasm.ts loads. tfjs-core alone has no gradients.
import '@tensorflow/tfjs-core/dist/register_all_gradients';

export { setWasmPaths, version_wasm as version } from '@tensorflow/tfjs-backend-wasm';
export * as tf from '@tensorflow/tfjs-core';
