import { createEngine } from '../../src/engine/createEngine.ts';
import { EagerProgram } from '../../src/engine/eagerProgram.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { classifierSizes, classifiersContract } from './classifiersContract.ts';

const { engine, createProgram } = await createEngine({
  engine: 'tensorflow',
  install: false,
  progress: silentProgress,
});
classifierSizes();
classifiersContract('tensorflow, compiled', createProgram, { small: true });
classifiersContract('tensorflow, eager', () => new EagerProgram(engine));
