import { distFile } from '../distFile.ts';
import type { Tf } from '../objective/method.ts';
import { exitCodes, UserError } from '../userError.ts';
import { cpuName } from './tensorflow.ts';
import { transposeBeforeProducts } from './wasmMatMul.ts';

/** The wasm engine loaded into this process. In Node it runs on one thread (tfjs offers threads in browsers only). */
export interface WasmRuntime {
  name: 'wasm';
  tf: Tf;
  /** Version of tfjs-backend-wasm. */
  version: string;
  device: { kind: 'cpu'; name: string };
}

/** Loads tfjs with its wasm backend, which npm alone supplies. Throws a UserError with exit code 3 if it cannot. */
export async function loadWasm(): Promise<WasmRuntime> {
  const { tf, setWasmPaths, version } = await import('./tfjsWasm.ts');
  setWasmPaths(distFile('wasm/'));
  const ready = await keepingProcessListeners(() => tf.setBackend('wasm'));
  if (!ready) {
    throw new UserError('the wasm engine could not be started', {
      fix: 'This Node has no WebAssembly: use Node 20 or newer.',
      exitCode: exitCodes.noEngine,
    });
  }
  transposeBeforeProducts(tf);
  return { name: 'wasm', tf, version, device: { kind: 'cpu', name: cpuName() } };
}

/**
 * Emscripten's start-up code adds process-wide handlers that rethrow every error, which would hide the command line's
 * own; they are taken off again.
 */
async function keepingProcessListeners<T>(start: () => Promise<T>): Promise<T> {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => process.listeners(event as 'uncaughtException'));
  const result = await start();
  events.forEach((event, index) => {
    for (const listener of process.listeners(event as 'uncaughtException')) {
      if (!before[index]?.includes(listener)) process.removeListener(event, listener);
    }
  });
  return result;
}
