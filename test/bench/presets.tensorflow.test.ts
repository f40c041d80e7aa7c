import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { presetsContract } from './presetsContract.ts';

presetsContract('tensorflow', await createEngine({ engine: 'tensorflow', install: false, progress: silentProgress }));
