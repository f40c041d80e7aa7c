import type { KernelConfig, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Tf } from '../objective/method.ts';

/** One call of a kernel: its inputs by name, and what came out. */
export interface KernelCall {
  kernel: string;
  inputs: Record<string, TensorInfo>;
  attributes: NamedAttrMap;
  output: TensorInfo;
}

/** Runs something, telling of each call of the named kernels. Kernels that the engine has not are passed over. */
export function observeKernels<T>(
  tf: Tf,
  names: readonly string[],
  { tell, run }: { tell(call: KernelCall): void; run(): T },
): T {
  const backend = tf.getBackend();
  const originals = names.flatMap((name) => tf.getKernel(name, backend) ?? []);
  const replace = (config: KernelConfig) => {
    tf.unregisterKernel(config.kernelName, backend);
    tf.registerKernel(config);
  };
  for (const original of originals) {
    replace({
      ...original,
      kernelFunc: (call) => {
        const made = original.kernelFunc(call);
        const output = (Array.isArray(made) ? made[0] : made) as TensorInfo;
        const { inputs, attrs } = call;
        tell({ kernel: original.kernelName, inputs: inputs as KernelCall['inputs'], attributes: attrs ?? {}, output });
        return made;
      },
    });
  }
  try {
    return run();
  } finally {
    for (const original of originals) replace(original);
  }
}
