import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { pastContract } from './pastContract.ts';

pastContract(
  'tensorflow, compiled',
  await createEngine({ engine: 'tensorflow', install: false, progress: silentProgress }),
);
