import type { Preset } from './preset.ts';

/** Goyal, Dyer & Berg-Kirkpatrick 2017, arXiv:1704.06970: the rows of its tables 1 and 2. */
const source = 'Goyal et al. 2017, arXiv:1704.06970';

const inverseSigmoid = (k: number) => ({ kind: 'inverse-sigmoid', k });
const fixed = { kind: 'fixed' };
const annealed = { kind: 'annealed' };

const scheduled = (title: string, row: string, inputs: { kind: string } & Record<string, unknown>): Preset => ({
  title,
  reference: `${source}, ${row}`,
  objective: () => ({ inputs }),
});

export const scheduledSampling: Record<string, Preset> = {
  'ss-greedy': scheduled('Scheduled sampling, greedy', 'table 1: greedy', {
    kind: 'scheduled-greedy',
    decay: inverseSigmoid(10),
  }),
  'ss-sample': scheduled('Scheduled sampling, sampled', 'table 1: sample', {
    kind: 'scheduled-sample',
    decay: inverseSigmoid(10),
  }),
  'dss-argmax': scheduled('Soft argmax of fixed sharpness', 'table 1: greedy, fixed α', {
    ...{ kind: 'soft-argmax', alpha: fixed, decay: inverseSigmoid(10) },
  }),
  'dss-argmax-annealed': scheduled('Soft argmax of growing sharpness', 'table 1: greedy, annealed α', {
    ...{ kind: 'soft-argmax', alpha: annealed, decay: inverseSigmoid(10) },
  }),
  'dss-gumbel': scheduled('Soft Gumbel sample of fixed sharpness', 'table 1: sample, fixed α', {
    ...{ kind: 'soft-gumbel', alpha: fixed, decay: inverseSigmoid(10) },
  }),
  'dss-gumbel-annealed': scheduled('Soft Gumbel sample of growing sharpness', 'table 1: sample, annealed α', {
    ...{ kind: 'soft-gumbel', alpha: annealed, decay: inverseSigmoid(10) },
  }),
  ...Object.fromEntries(
    [100, 10, 1].map((k) => [
      `dss-argmax-annealed-k${k}`,
      scheduled(`Soft argmax of growing sharpness, decay k = ${k}`, `table 2: k = ${k}`, {
        ...{ kind: 'soft-argmax', alpha: annealed, decay: inverseSigmoid(k) },
      }),
    ]),
  ),
  'dss-argmax-annealed-always': scheduled('Soft argmax of growing sharpness, always fed', 'table 2: always', {
    ...{ kind: 'soft-argmax', alpha: annealed, decay: { kind: 'always' } },
  }),
};
