import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { presetsContract } from './presetsContract.ts';

const loaded = await createEngine({ engine: 'tensorflow', install: false, progress: silentProgress });
presetsContract('tensorflow', loaded);
/** One of every way in which a method asks something of the model. */
const names = [
  ...['ls', 'fl', 'cp', 'labo', 'kd', 'tf-reg', 'tok-glove'],
  ...['seq-hamming-Vbatch', 'seq-lazy-bleu4-Vbatch', 'tokseq-cider-V'],
];
presetsContract('tensorflow', loaded, { workload: 'transformer', names, steps: 2 });
