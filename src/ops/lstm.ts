import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { biasAdd } from './biasAdd.ts';
import { customOp, type Kernel } from './kernel.ts';
import { LoopProduct } from './loopProduct.ts';

/** The state of an LSTM layer: output h and cell c, each [batch, units]. */
export interface LstmState {
  h: Tensor2D;
  c: Tensor2D;
}

/**
 * The elementwise part of an LSTM cell (Hochreiter & Schmidhuber 1997; forget gate of Gers et al. 2000):
 * c' = σ(f)·c + σ(i)·tanh(g), h' = σ(o)·tanh(c'), where `gates` [batch, 4·units] holds i, g, f, o side by side.
 */
export function lstmGates(kernel: Kernel, gates: Tensor2D, cell: Tensor2D): LstmState {
  const { tf } = kernel;
  const [h, c] = customOp(
    tf,
    [gates, cell],
    (save) => {
      const [zi, zg, zf, zo] = tf.split(gates, 4, 1);
      const i = tf.sigmoid(zi);
      const g = tf.tanh(zg);
      const f = tf.sigmoid(zf);
      const o = tf.sigmoid(zo);
      const next = tf.add(tf.mul(f, cell), tf.mul(i, g));
      const squashed = tf.tanh(next);
      save([i, g, f, o, squashed, cell, next]);
      return [tf.mul(o, squashed), next];
    },
    (dys, saved) => lstmGatesGradient(kernel, dys, saved),
  );
  return { h: h as Tensor2D, c: c as Tensor2D };
}

/** ∂gates and ∂c of `lstmGates`: TensorFlow has it as one op, LSTMBlockCellGrad. */
function lstmGatesGradient(
  { tf, raw }: Kernel,
  [dh, dc]: Tensor[],
  [i, g, f, o, squashed, cell, next]: Tensor[],
): Tensor[] {
  const units = i.shape[1] as number;
  if (raw) {
    const peephole = tf.fill([units], 0);
    const weight = tf.fill([units + 1, 4 * units], 0); // read for its shape alone
    const input = tf.fill([i.shape[0], 1], 0);
    const inputs = [input, cell, cell, weight, peephole, peephole, peephole, tf.fill([4 * units], 0)];
    const attributes = { T: { type: 'float32' }, use_peephole: { bool: false } } as const;
    const [dCell, dGates] = raw('LSTMBlockCellGrad', [...inputs, i, next, f, o, g, squashed, dc, dh], attributes, 5);
    return [dGates, dCell];
  }
  const one = (y: Tensor) => tf.mul(y, tf.sub(1, y)); // σ'
  const slope = (y: Tensor) => tf.sub(1, tf.square(y)); // tanh'
  const dNext = tf.add(dc, tf.mul(tf.mul(dh, o), slope(squashed)));
  const parts = [
    tf.mul(tf.mul(dNext, g), one(i)),
    tf.mul(tf.mul(dNext, i), slope(g)),
    tf.mul(tf.mul(dNext, cell), one(f)),
    tf.mul(tf.mul(dh, squashed), one(o)),
  ];
  return [tf.concat(parts, 1), tf.mul(dNext, f)];
}

/** An LSTM layer's weights: inputs [in, 4·units], recurrent [units, 4·units], bias [4·units]; gates i, g, f, o. */
export interface LstmWeights {
  input: Tensor2D;
  recurrent: Tensor2D;
  bias: Tensor;
}

/**
 * An LSTM over time. `inputs` [time·batch, in] is time-major, so that the input product is one for all steps.
 * `mask` [time][batch, 1], where given, sets the state to zero where it is 0 (padding before the first token that is
 * read). Returns the outputs, a tensor a step, and the last state.
 */
export function lstmSequence(
  kernel: Kernel,
  inputs: Tensor2D,
  weights: LstmWeights,
  options: { time: number; state?: LstmState; mask?: Tensor2D[]; backwards?: boolean },
): { outputs: Tensor2D[]; state: LstmState } {
  const { tf } = kernel;
  const { time, mask, backwards = false } = options;
  const units = weights.recurrent.shape[0];
  const projected = tf.split(
    biasAdd(kernel, tf.matMul(inputs, weights.input) as Tensor2D, weights.bias as Tensor1D),
    time,
    0,
  ) as Tensor2D[];
  const batch = projected[0].shape[0];
  const recurrent = new LoopProduct(kernel, weights.recurrent);
  let state = options.state ?? { h: tf.fill([batch, units], 0) as Tensor2D, c: tf.fill([batch, units], 0) as Tensor2D };
  const outputs: Tensor2D[] = new Array(time);
  for (let index = 0; index < time; index++) {
    const at = backwards ? time - 1 - index : index;
    const gates = tf.add(projected[at], recurrent.apply(state.h)) as Tensor2D;
    const next = lstmGates(kernel, gates, state.c);
    state = mask ? maskState(kernel, mask[at] as Tensor2D, next) : next;
    outputs[at] = state.h;
  }
  return { outputs, state };
}

function maskState({ tf }: Kernel, mask: Tensor2D, { h, c }: LstmState): LstmState {
  return { h: tf.mul(h, mask) as Tensor2D, c: tf.mul(c, mask) as Tensor2D };
}
