import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { captioningContract, captioningSizes } from './captioningContract.ts';

const { createProgram } = await createEngine({ engine: 'wasm', progress: silentProgress });
captioningSizes();
captioningContract('wasm', createProgram);
