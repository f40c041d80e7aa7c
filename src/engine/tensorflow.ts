import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import nodeUtil from 'node:util';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend';
import type { TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';
import type { Tf } from '../objective/method.ts';
import { exitCodes, UserError } from '../userError.ts';
import type { DeviceChoice } from './engine.ts';
import { listGpus } from './install/gpu.ts';
import { loadQuietly } from './quietly.ts';

export interface TensorFlowOptions {
  /** Path of tfjs_binding.node, whose rpath leads to TensorFlow's libraries. */
  addon: string;
  /** Left out: a GPU if TensorFlow finds one, else the CPU. */
  device?: DeviceChoice;
  /** Ask TensorFlow for ops whose result does not depend on the order in which threads finish. */
  deterministic?: boolean;
  /** Threads inside one op; left out, all that this process may use. */
  threads?: number;
  /** Let everything through that TensorFlow logs while it is loaded. */
  keepLog?: boolean;
}

/** TensorFlow loaded into this process: one a process, because its devices are fixed when it starts. */
export interface TensorFlowRuntime {
  name: 'tensorflow';
  tf: Tf;
  backend: NodeJSKernelBackend;
  binding: TFJSBinding;
  /** TensorFlow's own version. */
  version: string;
  device: { kind: DeviceChoice; name: string };
}

/** Loads TensorFlow through the addon. Throws a UserError with exit code 3 when that is impossible. */
export async function loadTensorFlow(options: TensorFlowOptions): Promise<TensorFlowRuntime> {
  if (!existsSync(options.addon)) throw loadError(`there is no engine at ${options.addon}`);
  setEnvironment(options);
  supplyIsNullOrUndefined();
  const tf = await importTensorFlow(options);
  const backend = tf.backend() as NodeJSKernelBackend;
  const usesGpu = backend.binding.isUsingGpuDevice();
  if (options.device === 'gpu' && !usesGpu) throw noGpu();
  const device = usesGpu
    ? { kind: 'gpu' as const, name: (await listGpus())[0] ?? 'GPU' }
    : { kind: 'cpu' as const, name: cpuName() };
  return { name: 'tensorflow', tf, backend, binding: backend.binding, version: backend.binding.TF_Version, device };
}

async function importTensorFlow({ addon, keepLog }: TensorFlowOptions): Promise<Tf> {
  const load = async () => (await import('./tfjsNode.ts')).tf;
  try {
    return await (keepLog ? load() : loadQuietly(addon, load));
  } catch (error) {
    throw loadError(`TensorFlow could not be loaded: ${firstLine(error)}`, error);
  }
}

export const cpuName = (): string => cpus()[0]?.model.trim() ?? process.arch;

/** TensorFlow reads its settings from the environment once, while its library is loaded. */
function setEnvironment({ addon, device, deterministic, threads }: TensorFlowOptions): void {
  process.env.SMOOTHING_LAB_ADDON = addon;
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'; // errors only
  // A GPU is often shared with a desktop or another run: take memory as it is needed instead of all of it.
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
  if (device === 'cpu') process.env.CUDA_VISIBLE_DEVICES = '-1';
  if (deterministic) process.env.TF_DETERMINISTIC_OPS = '1';
  if (threads !== undefined) process.env.TF_NUM_INTRAOP_THREADS = String(threads);
}

/** tfjs-node calls two functions of node:util that newer versions of Node deprecate or lack. */
function supplyIsNullOrUndefined(): void {
  const util = nodeUtil as unknown as Record<string, unknown>;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray = Array.isArray; // Where it is still there it prints a warning.
}

const firstLine = (error: unknown) => String(error instanceof Error ? error.message : error).split('\n')[0];

function loadError(message: string, cause?: unknown): UserError {
  return new UserError(message, {
    fix: 'Run `smoothing-lab engine doctor` to see why, `smoothing-lab engine install --force` to install it anew, or add `--engine wasm`.',
    exitCode: exitCodes.noEngine,
    cause,
  });
}

function noGpu(): UserError {
  return new UserError('TensorFlow found no GPU that it can use', {
    fix: 'Use `--device cpu`, or install a TensorFlow with CUDA in Python (pip install "tensorflow[and-cuda]") and run `smoothing-lab engine install --force`.',
    exitCode: exitCodes.noEngine,
  });
}
