import { createEngine } from '../../src/engine/createEngine.ts';
import { EagerProgram } from '../../src/engine/eagerProgram.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { attentionLstmContract } from './attentionLstmContract.ts';
import { scheduledInputsContract } from './scheduledInputsContract.ts';

const { engine, createProgram } = await createEngine({
  engine: 'tensorflow',
  install: false,
  progress: silentProgress,
});
attentionLstmContract('tensorflow, compiled', createProgram);
attentionLstmContract('tensorflow, eager', () => new EagerProgram(engine));
scheduledInputsContract('tensorflow, compiled', createProgram);
scheduledInputsContract('tensorflow, eager', () => new EagerProgram(engine));
