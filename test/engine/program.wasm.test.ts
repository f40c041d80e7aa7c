import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { programContract } from './programContract.ts';

const { createProgram } = await createEngine({ engine: 'wasm', progress: silentProgress });
programContract('wasm', createProgram);
