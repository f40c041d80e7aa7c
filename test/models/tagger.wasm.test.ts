import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { taggerContract, taggerSizes } from './taggerContract.ts';

const { createProgram } = await createEngine({ engine: 'wasm', progress: silentProgress });
taggerSizes();
taggerContract('wasm', createProgram);
