import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { classifiersContract } from './classifiersContract.ts';

const { createProgram } = await createEngine({ engine: 'wasm', progress: silentProgress });
classifiersContract('wasm', createProgram);
