import { createEngine } from '../../src/engine/createEngine.ts';
import { EagerProgram } from '../../src/engine/eagerProgram.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { taggerContract } from './taggerContract.ts';

const { engine, createProgram } = await createEngine({
  engine: 'tensorflow',
  install: false,
  progress: silentProgress,
});
taggerContract('tensorflow, compiled', createProgram);
taggerContract('tensorflow, eager', () => new EagerProgram(engine));
