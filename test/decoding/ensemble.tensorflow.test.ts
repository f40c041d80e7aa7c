import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { ensembleContract } from './ensembleContract.ts';

ensembleContract('tensorflow', await createEngine({ engine: 'tensorflow', install: false, progress: silentProgress }));
