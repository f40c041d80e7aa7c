import { exitCodes, UserError } from '../userError.ts';
import type { DeviceChoice, EngineName } from './engine.ts';
import { addonOf, bestEngine, installedEngines } from './install/engineRecord.ts';
import { gpuPresent } from './install/gpu.ts';
import type { InstallProgress } from './install/progress.ts';
import { loadTensorFlow, type TensorFlowRuntime } from './tensorflow.ts';
import { loadWasm, type WasmRuntime } from './wasm.ts';

export interface EngineChoice {
  /** Left out: TensorFlow, or wasm where TensorFlow cannot be had. */
  engine?: EngineName;
  /** Left out: the GPU if there is one that the engine can use. */
  device?: DeviceChoice;
  /** Whether to install TensorFlow when it is not there; true unless said otherwise. */
  install?: boolean;
  deterministic?: boolean;
  threads?: number;
  /** Told about an installation and about falling back to wasm. */
  progress: InstallProgress;
}

export type EngineRuntime = TensorFlowRuntime | WasmRuntime;

/**
 * Loads the engine for this process. What is not chosen is taken from the environment: SMOOTHING_LAB_ENGINE
 * (tensorflow, wasm), SMOOTHING_LAB_DEVICE (cpu, gpu), SMOOTHING_LAB_ADDON (the path of an addon, instead of the
 * installed engines). Throws a UserError with exit code 3 when the choice cannot be met.
 */
export async function chooseEngine(choice: EngineChoice): Promise<EngineRuntime> {
  const engine = choice.engine ?? fromEnvironment('SMOOTHING_LAB_ENGINE', ['tensorflow', 'wasm'] as const);
  const device = choice.device ?? fromEnvironment('SMOOTHING_LAB_DEVICE', ['cpu', 'gpu'] as const);
  if (engine === 'wasm') {
    if (device === 'gpu')
      throw new UserError('the wasm engine runs on the CPU alone', {
        fix: 'Leave out `--device gpu` or `--engine wasm`.',
      });
    return await loadWasm();
  }
  try {
    const { deterministic, threads } = choice;
    return await loadTensorFlow({ addon: await findAddon(choice), device, deterministic, threads });
  } catch (error) {
    const mayFallBack =
      engine === undefined && device !== 'gpu' && error instanceof UserError && error.exitCode === exitCodes.noEngine;
    if (!mayFallBack) throw error;
    choice.progress.line(
      `${error.message}\nUsing the wasm engine, which is slower. \`smoothing-lab engine doctor\` says what to do; \`--engine wasm\` saves the attempt.`,
    );
    return await loadWasm();
  }
}

/** The addon of the best installed engine, installed now if there is none. */
async function findAddon({ install, progress }: EngineChoice): Promise<string> {
  if (process.env.SMOOTHING_LAB_ADDON) return process.env.SMOOTHING_LAB_ADDON;
  const engines = installedEngines();
  // Asking the driver takes a moment and matters only where there is a choice.
  const standing = bestEngine(engines.length > 1 && (await gpuPresent()), engines);
  // A Python that someone named comes before what stands in the cache.
  const pythonIsNamed = Boolean(process.env.SMOOTHING_LAB_PYTHON) && install !== false;
  if (standing && !pythonIsNamed) return addonOf(standing);
  if (install === false) {
    throw new UserError('no TensorFlow engine is installed', {
      fix: 'Run `smoothing-lab engine install`.',
      exitCode: exitCodes.noEngine,
    });
  }
  const { installEngine } = await import('./install/install.ts');
  return addonOf(await installEngine({ progress }));
}

function fromEnvironment<T extends string>(name: string, values: readonly T[]): T | undefined {
  const value = process.env[name];
  if (!value) return undefined;
  const known = values.find((candidate) => candidate === value);
  if (known === undefined)
    throw new UserError(`${name} is ${value}`, { fix: `Set it to one of ${values.join(', ')}, or unset it.` });
  return known;
}
