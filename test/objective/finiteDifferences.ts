import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tools } from '../../src/objective/method.ts';

/** Tools whose `withoutGradient` answers what it computed at first: for a finite difference, too, it is a constant. */
export class HeldConstants {
  readonly #tools: Tools;
  readonly #kept: Tensor[] = [];

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  rewound(): Tools {
    const { tf, ops } = this.#tools;
    let next = 0;
    const withoutGradient = (compute: () => Tensor) => {
      this.#kept[next] ??= tf.keep(compute());
      return this.#kept[next++];
    };
    return { tf, ops: { ...ops, withoutGradient: withoutGradient as typeof ops.withoutGradient } };
  }
}

/** Central differences of a scalar function, element by element; `compute` runs at `at` itself first. */
export function slopes({ tf }: Tools, at: Tensor2D, compute: (z: Tensor) => Scalar): number[] {
  const step = 0.03; // Rounding of float32 falls and curvature rises with it.
  compute(at);
  const values = Array.from(at.dataSync());
  const shifted = (index: number, by: number) =>
    tf.tidy(() => {
      const moved = values.with(index, (values[index] as number) + by);
      return compute(tf.tensor(moved, at.shape)).dataSync()[0] as number;
    });
  return values.map((_, index) => (shifted(index, step) - shifted(index, -step)) / (2 * step));
}
