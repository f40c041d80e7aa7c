import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { searchContract } from './searchContract.ts';

searchContract('wasm', await createEngine({ engine: 'wasm', install: false, progress: silentProgress }));
