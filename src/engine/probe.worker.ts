// A child process that loads one engine, multiplies matrices on it and prints what it found (install/probe.ts).
import type { Tf } from '../objective/method.ts';
import { UserError } from '../userError.ts';
import type { ProbeAnswer, ProbeRequest } from './install/probe.ts';
import { loadTensorFlow } from './tensorflow.ts';
import { loadWasm } from './wasm.ts';

const matrixSize = { tensorflow: 1536, wasm: 768 };
const tries = 5;

/** The best rate of a few products: the first includes start-up, others may be disturbed by other programs. */
async function measure(tf: Tf, size: number): Promise<number> {
  const a = tf.randomUniform([size, size]) as ReturnType<typeof tf.zeros>;
  let best = 0;
  for (let i = 0; i < tries; i += 1) {
    const start = performance.now();
    const product = tf.matMul(a as never, a as never);
    // Reading one number waits for a GPU without moving the whole product.
    await tf.slice(product, [0, 0], [1, 1]).data();
    best = Math.max(best, (2 * size ** 3) / (performance.now() - start) / 1e6);
    product.dispose();
  }
  return best;
}

/** An engine that starts but computes wrong numbers (a library for another processor) must not be used. */
async function requireRightProduct(tf: Tf): Promise<void> {
  const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
  const found = Array.from(await product.data());
  if (found.join() !== '19,22,43,50') throw new UserError(`it computes wrong numbers: ${found.join(' ')}`);
}

async function probe(request: ProbeRequest): Promise<ProbeAnswer> {
  const start = performance.now();
  const { engine, addon = '', device } = request;
  const runtime = engine === 'wasm' ? await loadWasm() : await loadTensorFlow({ addon, device, keepLog: true });
  const loadMs = performance.now() - start;
  await requireRightProduct(runtime.tf);
  const size = matrixSize[engine];
  const gflops = await measure(runtime.tf, size);
  return { version: runtime.version, device: runtime.device, gflops, matrixSize: size, loadMs };
}

try {
  console.log(JSON.stringify(await probe(JSON.parse(process.argv[2] ?? '{}'))));
} catch (error) {
  console.error(error instanceof UserError ? error.message : String(error));
  process.exitCode = 3;
}
