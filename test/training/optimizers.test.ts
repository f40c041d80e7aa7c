import { createEngine } from '../../src/engine/createEngine.ts';
import { EagerProgram } from '../../src/engine/eagerProgram.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { optimizerContract } from './optimizerContract.ts';

const { engine, createProgram } = await createEngine({
  engine: 'tensorflow',
  install: false,
  progress: silentProgress,
});
optimizerContract('tensorflow, compiled', createProgram);
optimizerContract('tensorflow, eager', () => new EagerProgram(engine));
