import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { writingContract } from './writingContract.ts';

writingContract('tensorflow', await createEngine({ engine: 'tensorflow', install: false, progress: silentProgress }));
