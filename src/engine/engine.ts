import type { Tf } from '../objective/method.ts';
import type { Ops } from '../ops/ops.ts';

export type EngineName = 'tensorflow' | 'wasm';
export type DeviceChoice = 'cpu' | 'gpu';

/** What executes tensors: one a process, chosen by chooseEngine.ts. */
export interface Engine {
  readonly name: EngineName;
  readonly device: { kind: DeviceChoice; name: string };
  readonly threads: number;
  /** Versions of what it is made of, for the manifest and the doctor. */
  readonly versions: Record<string, string>;
  readonly tf: Tf;
  readonly ops: Ops;
  /** Whether steps can be recorded and run as one call. */
  readonly canCompile: boolean;
}
