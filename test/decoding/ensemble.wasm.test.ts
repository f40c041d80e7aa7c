import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { ensembleContract } from './ensembleContract.ts';

ensembleContract('wasm', await createEngine({ engine: 'wasm', install: false, progress: silentProgress }));
