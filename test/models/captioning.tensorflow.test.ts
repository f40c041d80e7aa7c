import { createEngine } from '../../src/engine/createEngine.ts';
import { EagerProgram } from '../../src/engine/eagerProgram.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { captioningContract } from './captioningContract.ts';

const { engine, createProgram } = await createEngine({
  engine: 'tensorflow',
  install: false,
  progress: silentProgress,
});
captioningContract('tensorflow, compiled', createProgram);
captioningContract('tensorflow, eager', () => new EagerProgram(engine));
