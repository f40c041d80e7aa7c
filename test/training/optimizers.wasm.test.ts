import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { optimizerContract } from './optimizerContract.ts';

const { createProgram } = await createEngine({ engine: 'wasm', progress: silentProgress });
optimizerContract('wasm', createProgram);
