import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { writingContract } from './writingContract.ts';

writingContract('wasm', await createEngine({ engine: 'wasm', install: false, progress: silentProgress }));
