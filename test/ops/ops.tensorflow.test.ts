import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor1D } from '@tensorflow/tfjs-core';
import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { createOps } from '../../src/ops/ops.ts';
import { statelessUniform } from '../../src/ops/philox.ts';
import { assertClose } from './closeTo.ts';
import { differentiate, type StoredTensor } from './fixtures.ts';
import { opCalls, opCases, opsContract } from './opsContract.ts';

const { engine } = await createEngine({ engine: 'tensorflow', install: false, progress: silentProgress });
const { tf } = engine;
const portable = createOps({ tf });

opsContract('tensorflow', () => engine);
opsContract('portable form on tensorflow', () => ({ tf, ops: portable }));

test("the portable random numbers are StatelessRandomUniform's, bit by bit, for many seeds and lengths", () => {
  for (let index = 0; index < 40; index++) {
    const [first, second] = [Math.imul(index, 0x9e3779b1) | 0, Math.imul(index + 7, -0x7a143589) | 0];
    const shape = [1 + (index % 9), 1 + 31 * (index % 5)];
    const seed = tf.tensor1d([first, second], 'int32') as Tensor1D;
    const raw = engine.ops.randomUniform(shape, { seed, site: 0 }).dataSync();
    assert.deepEqual(raw, statelessUniform(shape[0] * shape[1], first, second));
  }
});

/** Inputs of each op at a size where sums have many terms. */
const large: Record<string, { inputs: Record<string, number[]>; ids?: Record<string, number> }> = {
  embeddingLookup: { inputs: { table: [50, 16], ids: [8, 40] }, ids: { ids: 50 } },
  smoothedCrossEntropy: { inputs: { logits: [40, 300], gold_ids: [40] }, ids: { gold_ids: 300 } },
  softCrossEntropy: { inputs: { logits: [40, 300], target: [40, 300] } },
  lstmGates: { inputs: { gates: [32, 96], cell_state: [32, 24] } },
  lstmSequence: {
    inputs: { inputs: [64, 12], weight_input: [12, 96], weight_recurrent: [24, 96], bias: [96] },
  },
  loopAttention: {
    inputs: { query: [8, 24], keys: [8, 20, 24], values: [8, 20, 32], bias: [8, 20], direction: [24] },
  },
  pickColumns: { inputs: { matrix: [40, 300], columns: [40] }, ids: { columns: 300 } },
  biasAdd: { inputs: { input: [40, 60], bias: [60] } },
  relu: { inputs: { input: [40, 60] } },
  sumOfSquares: { inputs: { tensor: [60, 70] } },
};

for (const [op, { inputs: shapes, ids = {} }] of Object.entries(large)) {
  test(`${op}: TensorFlow's op and the portable form agree`, () => {
    const inputs = Object.fromEntries(
      Object.entries(shapes).map(([name, shape], at) => {
        const numbers = tf.tensor(
          statelessUniform(
            shape.reduce((a, b) => a * b),
            11,
            at,
          ),
          shape,
        );
        return [name, ids[name] ? tf.cast(tf.mul(numbers, ids[name]), 'int32') : tf.sub(tf.mul(numbers, 2), 1)];
      }),
    );
    for (const { options, gradients, outputs } of opCases.filter((entry) => entry.op === op)) {
      const names = Object.keys(gradients).filter((name) => name in inputs);
      const run = (ops: typeof portable) => {
        const compute = (all: object) => opCalls[op]({ tf, ops, options }, all as Record<string, never>);
        const shaped = tf.tidy(() => compute(inputs).map(({ shape }) => shape));
        const upstream = shaped.map((shape, at) =>
          tf.tensor(
            statelessUniform(
              shape.reduce((a, b) => a * b, 1),
              13,
              at,
            ),
            shape,
          ),
        );
        return differentiate(tf, inputs, names, upstream, compute);
      };
      const [raw, plain] = [run(engine.ops), run(portable)];
      assert.equal(raw.outputs.length, (outputs as StoredTensor[]).length);
      raw.outputs.forEach((output, at) => {
        assertClose(output.dataSync(), plain.outputs[at].dataSync(), `output ${at}`);
      });
      for (const name of names)
        assertClose(raw.gradients[name].dataSync(), plain.gradients[name].dataSync(), `gradient of ${name}`);
    }
  });
}
