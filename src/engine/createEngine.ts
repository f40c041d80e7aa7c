import { availableParallelism } from 'node:os';
import { createOps } from '../ops/ops.ts';
import { chooseEngine, type EngineChoice, type EngineRuntime } from './chooseEngine.ts';
import { EagerProgram } from './eagerProgram.ts';
import type { Engine } from './engine.ts';
import { CompiledProgram } from './graph/compiledProgram.ts';
import type { Program } from './program.ts';
import { createRawOp } from './rawOp.ts';

export interface EngineOptions extends EngineChoice {
  /** Run steps op by op even where they could be compiled. */
  eager?: boolean;
}

/** The chosen engine with its ops, and a maker of programs on it. */
export interface LoadedEngine {
  engine: Engine;
  createProgram(): Program;
}

export async function createEngine(options: EngineOptions): Promise<LoadedEngine> {
  const runtime = await chooseEngine(options);
  const engine = describeEngine(runtime, options);
  const compiles = engine.canCompile && !options.eager && runtime.name === 'tensorflow';
  return { engine, createProgram: () => (compiles ? new CompiledProgram(engine, runtime) : new EagerProgram(engine)) };
}

function describeEngine(runtime: EngineRuntime, { threads }: EngineOptions): Engine {
  const { name, tf, device, version } = runtime;
  const raw = runtime.name === 'tensorflow' ? createRawOp(runtime.backend) : undefined;
  return {
    name,
    device,
    threads: name === 'wasm' ? 1 : (threads ?? availableParallelism()),
    versions: { [name]: version, 'tfjs-core': tf.version_core, node: process.versions.node },
    tf,
    ops: createOps({ tf, raw }),
    canCompile: name === 'tensorflow',
  };
}
