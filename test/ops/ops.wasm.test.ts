import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { opsContract } from './opsContract.ts';

const { engine } = await createEngine({ engine: 'wasm', progress: silentProgress });
opsContract('wasm', () => engine);
