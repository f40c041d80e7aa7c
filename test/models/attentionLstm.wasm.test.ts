import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { attentionLstmContract } from './attentionLstmContract.ts';
import { scheduledInputsContract } from './scheduledInputsContract.ts';

const { createProgram } = await createEngine({ engine: 'wasm', progress: silentProgress });
attentionLstmContract('wasm', createProgram);
scheduledInputsContract('wasm', createProgram);
