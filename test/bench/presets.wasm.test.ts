import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { presetsContract } from './presetsContract.ts';

presetsContract('wasm', await createEngine({ engine: 'wasm', install: false, progress: silentProgress }));
