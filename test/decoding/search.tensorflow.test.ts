import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { searchContract } from './searchContract.ts';

searchContract('tensorflow', await createEngine({ engine: 'tensorflow', install: false, progress: silentProgress }));
