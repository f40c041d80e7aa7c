import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { pastContract } from './pastContract.ts';

pastContract('wasm', await createEngine({ engine: 'wasm', progress: silentProgress }));
