import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { inputsContract } from './inputsContract.ts';
import { inputsFigures } from './inputsFigures.ts';
import { penaltyContract } from './penaltyContract.ts';
import { targetsContract } from './targetsContract.ts';
import { toyFigures } from './toyFigures.ts';
import { weightsContract } from './weightsContract.ts';
import { weightsFigures } from './weightsFigures.ts';

const loaded = await createEngine({ engine: 'tensorflow', install: false, progress: silentProgress });
const { engine } = loaded;
toyFigures('tensorflow', engine);
targetsContract('tensorflow', loaded);
inputsContract('tensorflow', engine);
inputsFigures('tensorflow', engine);
weightsFigures('tensorflow', engine);
weightsContract('tensorflow', loaded);
penaltyContract('tensorflow', loaded);
