import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { transformerContract, transformerSizes } from './transformerContract.ts';

const { createProgram } = await createEngine({ engine: 'wasm', progress: silentProgress });
transformerSizes();
transformerContract('wasm', createProgram);
