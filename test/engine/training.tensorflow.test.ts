import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEngine } from '../../src/engine/createEngine.ts';
import { EagerProgram } from '../../src/engine/eagerProgram.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { stateContract } from './stateContract.ts';
import { assertSameTrajectory, trainingContract } from './trainingContract.ts';

const { engine, createProgram } = await createEngine({
  engine: 'tensorflow',
  install: false,
  progress: silentProgress,
});
const createEager = () => new EagerProgram(engine);
const compiled = trainingContract('tensorflow, compiled', createProgram);
const eager = trainingContract('tensorflow, eager', createEager);
stateContract('tensorflow, compiled', createProgram);
stateContract('tensorflow, eager', createEager);

test('compiled steps equal eager ones after fifty', () => {
  assert.equal(compiled.size, 3);
  for (const [name, trajectory] of compiled) assertSameTrajectory(trajectory, eager.get(name)!, name);
});
