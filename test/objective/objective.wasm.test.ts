import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { inputsContract } from './inputsContract.ts';
import { inputsFigures } from './inputsFigures.ts';
import { penaltyContract } from './penaltyContract.ts';
import { targetsContract } from './targetsContract.ts';
import { toyFigures } from './toyFigures.ts';
import { weightsContract } from './weightsContract.ts';
import { weightsFigures } from './weightsFigures.ts';

const loaded = await createEngine({ engine: 'wasm', install: false, progress: silentProgress });
const { engine } = loaded;
toyFigures('wasm', engine);
targetsContract('wasm', loaded);
inputsContract('wasm', engine);
inputsFigures('wasm', engine);
weightsFigures('wasm', engine);
weightsContract('wasm', loaded);
penaltyContract('wasm', loaded);
