import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measuredNames, presetVariant } from '../../src/bench/presetVariant.ts';
import { workloads } from '../../src/bench/registry.ts';
import { trainingStep } from '../../src/bench/trainingStep.ts';
import type { LoadedEngine } from '../../src/engine/createEngine.ts';

const shape = { rows: 4, source: 5, target: 6, vocabulary: 40 };
const workloadSizes: Record<string, Record<string, number>> = {
  'attention-lstm': { ...shape, embedding: 8, hidden: 8 },
  transformer: { ...shape, embedding: 8, feedForward: 8, heads: 2, encoderLayers: 1, decoderLayers: 1 },
};

/** Presets train a model, on a generated text with generated word vectors and a generated teacher. */
export function presetsContract(
  engine: string,
  { createProgram }: LoadedEngine,
  { workload = 'attention-lstm', names = measuredNames, steps = 20 } = {},
): void {
  const { build, corpus } = workloads[workload]!;
  const sizes = workloadSizes[workload]!;
  for (const name of names) {
    test(`${engine}: ${workload}, ${name} takes ${steps} steps`, () => {
      const program = createProgram();
      const step = trainingStep(program, build(sizes), presetVariant(name, corpus));
      program.define('step', step.spec);
      for (let count = 1; count <= steps; count++) {
        const sums = program.call('step', { ...step.batch(count), ...step.scalars(count) });
        for (const [sum, [value]] of Object.entries(sums)) assert.ok(Number.isFinite(value), `${sum} is ${value}`);
        assert.ok(sums.gradientNorm![0]! > 0, 'the gradient is 0');
        const measured = sums.measured![0]!; // none where a batch is of sampled sequences alone
        assert.ok(measured === 0 || sums.nll![0]! > 0);
        assert.ok(measured <= shape.rows * shape.target);
      }
      program.dispose();
    });
  }
}
