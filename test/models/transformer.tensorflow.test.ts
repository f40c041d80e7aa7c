import { createEngine } from '../../src/engine/createEngine.ts';
import { EagerProgram } from '../../src/engine/eagerProgram.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { transformerContract } from './transformerContract.ts';

const { engine, createProgram } = await createEngine({
  engine: 'tensorflow',
  install: false,
  progress: silentProgress,
});
transformerContract('tensorflow, compiled', createProgram);
transformerContract('tensorflow, eager', () => new EagerProgram(engine));
