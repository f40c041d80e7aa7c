import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { stateContract } from './stateContract.ts';
import { trainingContract } from './trainingContract.ts';

const { createProgram } = await createEngine({ engine: 'wasm', progress: silentProgress });
trainingContract('wasm', createProgram);
stateContract('wasm', createProgram);
