import type { Preset, WrittenObjective } from './preset.ts';

const elbayad = 'Elbayad et al. 2018, arXiv:1805.05062';
const focalQuestion = 'Stack Exchange, seq2seq with 8192 words';
const tutorial = 'Label Smoothing Loss, chapter 10 of a transformer tutorial';
const lu = 'Lu et al. 2023, arXiv:2305.04971';

const preset = (title: string, reference: string, objective: WrittenObjective): Preset => ({
  ...{ title, reference },
  objective: () => objective,
});

const smoothing = (more: object) => ({ targets: { kind: 'label-smoothing', ...more } });

/** One distribution, weight or penalty a token, from all but the loss-smoothing tables. */
export const tokenObjectives: Record<string, Preset> = {
  mle: preset('Maximum likelihood', `${elbayad}, tables 1 and 3: MLE; ${lu}, table 1: base`, {}),
  'mle-entropy': preset('Maximum likelihood with an entropy bonus', `${elbayad}, table 1: MLE+γH`, {
    penalty: { kind: 'confidence-penalty', gamma: 0.1 },
  }),
  'mle-entropy-code': preset(
    'Maximum likelihood with an entropy bonus of the gold token alone, as in the authors’ code',
    `${elbayad}, table 1: MLE+γH`,
    { penalty: { kind: 'confidence-penalty', gamma: 0.1, form: 'gold-only' } },
  ),
  focal: preset('Focal loss', focalQuestion, { weights: { kind: 'focal', gamma: 2 } }),
  fl: preset('Focal loss', `${lu}, table 1: FL, which does not state its γ`, { weights: { kind: 'focal', gamma: 1 } }),
  afl: preset('Anti-focal loss', `${lu}, table 1: AFL`, {
    weights: { kind: 'anti-focal', gamma: 1, alpha: 0.5 },
  }),
  'class-weights': preset('Rare words weigh more, by logarithm', focalQuestion, {
    weights: { kind: 'class-weights', frequency: 'log' },
  }),
  'class-weights-inverse': preset('Rare words weigh more, by frequency', `${focalQuestion}: what it warns of`, {
    weights: { kind: 'class-weights', frequency: 'inverse' },
  }),
  'focal-class': preset('Focal loss with class weights', `${focalQuestion}: its advice`, {
    weights: { kind: 'focal-class', gamma: 2, frequency: 'log' },
  }),
  ls: preset('Label smoothing', `${tutorial}; ${lu}, table 1: LS`, smoothing({ epsilon: 0.1 })),
  'ls-v1': preset(
    'Label smoothing, the mass shared by all but the gold word',
    `${tutorial}; fairseq`,
    smoothing({ epsilon: 0.1, denominator: 'V-1' }),
  ),
  'ls-v2': preset(
    'Label smoothing, the mass shared by all but the gold word and padding',
    `${tutorial}; JoeyNMT`,
    smoothing({ epsilon: 0.1, denominator: 'V-2' }),
  ),
  'ls-09': preset('Label smoothing, nearly all mass moved', focalQuestion, smoothing({ epsilon: 0.9 })),
  'ls-kl': preset('Label smoothing as a divergence', tutorial, smoothing({ epsilon: 0.1, form: 'kl' })),
  'ls-kl-code': preset(
    'Label smoothing as a divergence, with the missing mass of the tutorial’s code',
    tutorial,
    smoothing({ epsilon: 0.1, form: 'kl', s4bug: true }),
  ),
  'cls-ls': preset('Label smoothing towards rare words', `${tutorial}: exercise`, {
    targets: { kind: 'class-label-smoothing', epsilon: 0.1, prior: 'rare' },
  }),
  'ls-ramp': preset(
    'Label smoothing that grows with training',
    `${tutorial}: exercise`,
    smoothing({ epsilon: 0.1, ramp: { steps: 1000, power: 1 } }),
  ),
  cp: preset('Confidence penalty', `${lu}, table 1: CP; ${tutorial}: exercise`, {
    penalty: { kind: 'confidence-penalty', gamma: 0.1 },
  }),
  labo: {
    title: 'Adaptive label smoothing (LABO)',
    reference: `${lu}, tables 1 to 5`,
    objective: ({ warmup }) => ({ targets: { kind: 'labo', alpha: 0.1, temperature: 1.25, warmup } }),
  },
  'labo-adaptive': {
    title: 'Adaptive label smoothing (LABO) of adaptive strength',
    reference: `${lu}, section 3.3, eq. 16`,
    objective: ({ warmup }) => ({ targets: { kind: 'labo', alpha: 'adaptive', temperature: 1.25, rho: 0.5, warmup } }),
  },
  'labo-two-stage': {
    title: 'Adaptive label smoothing (LABO), target and loss in turn',
    reference: `${lu}, algorithm 1`,
    objective: ({ warmup }) => ({
      targets: { kind: 'labo', alpha: 0.1, temperature: 1.25, warmup, form: 'two-stage' },
    }),
  },
  kd: preset('Knowledge distillation', `${lu}, tables 3 and 5: KD`, {
    targets: { kind: 'kd', alpha: 0.5, temperature: 5 },
  }),
  'cs-kd': preset('Class-wise self-distillation', `${lu}, table 3: CS-KD`, {
    targets: { kind: 'cs-kd', lambda: 1, temperature: 4 },
  }),
  'tf-reg': preset('Teacher-free regularisation, as in its authors’ code', `${lu}, tables 3 and 5: TF-reg`, {
    targets: { kind: 'tf-reg', form: 'code', alpha: 0.1, temperature: 20, multiplier: 100, correct: 0.99 },
  }),
  'tf-reg-paper': preset('Teacher-free regularisation, as its paper says', `${lu}, tables 3 and 5: TF-reg`, {
    targets: { kind: 'tf-reg', form: 'paper', alpha: 0.1, temperature: 20, correct: 0.99 },
  }),
  'beta-ls': preset('Label smoothing by sorted draws of a beta distribution', `${lu}, tables 3 and 5: Beta-LS`, {
    targets: { kind: 'beta-ls', alpha: 0.6, a: 3, decay: 0.999 },
  }),
  'kr-ls': preset('Label smoothing towards learned relations of classes', `${lu}, tables 3 and 5: KR-LS`, {
    targets: { kind: 'kr-ls', alpha: 0.1 },
  }),
};
