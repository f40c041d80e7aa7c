import type { z } from 'zod';
import { inputs, penalties, targets, weights } from '../../src/objective/registry.ts';

/** Parameters to try of every method; a new method needs a line here. */
const targetParameters: Record<keyof typeof targets, object[]> = {
  'one-hot': [{}],
  'label-smoothing': [
    ...['V', 'V-1', 'V-2'].flatMap((denominator) =>
      ['ce', 'kl'].flatMap((form) => [0.1, 0.6].map((epsilon) => ({ denominator, form, epsilon }))),
    ),
    { padColumn: 'zero' },
    { padColumn: 'zero', denominator: 'V-1' },
    { perClass: { word0: 0, word3: 0.7 } },
    { perClass: { word0: 1 }, denominator: 'V-2', form: 'kl' },
    { ramp: { steps: 1000, power: 2 }, form: 'kl' },
    { s4bug: true, form: 'kl' },
  ],
  'class-label-smoothing': [{}, { prior: 'unigram', epsilon: 0.4 }, { ramp: { steps: 1000 } }],
  labo: ['closed', 'two-stage'].flatMap((form) => [
    { form },
    { form, alpha: 0.5, temperature: 5 },
    { form, alpha: 'adaptive' },
    { form, alpha: 'adaptive', warmup: 1000 },
    { form, warmup: 100, ramp: { steps: 1000 } },
  ]),
  'cs-kd': [{}, { lambda: 3, temperature: 1 }],
  'tf-reg': [{}, { reduce: 'mean', multiplier: 5 }, { form: 'paper' }, { form: 'paper', squared: true, alpha: 0.6 }],
  kd: [{ teacher: 'runs/teacher' }, { teacher: 'runs/teacher', alpha: 0.9, temperature: 4 }],
  'beta-ls': [{}, { alpha: 1, a: 0.5 }],
  'kr-ls': [{}, { alpha: 0.7 }],
  'word-similarity': [
    {},
    { rarity: 0.4, temperature: 0.5 },
    { rarity: 1, form: 'code', rarityDiagonal: 'zero' },
    { missing: 'constant', rarity: 0.2 },
    { vectors: 'model', alpha: 0.4 },
    { ramp: { steps: 1000 } },
  ],
};

const inputParameters: Record<keyof typeof inputs, object[]> = {
  'teacher-forcing': [{}],
  'scheduled-greedy': [{}],
  'scheduled-sample': [{}],
  'soft-argmax': [{}, { alpha: { kind: 'annealed' }, decay: { kind: 'always' } }, { mode: 'straight-through' }],
  'soft-gumbel': [{}, { mode: 'straight-through' }, { mode: 'two-pass' }],
};

const weightParameters: Record<keyof typeof weights, object[]> = {
  none: [{}],
  focal: [{}, { gamma: 1 }, { gamma: 0.5 }, { detach: true }, { normalisation: 'weights' }],
  'anti-focal': [{}, { alpha: 1, gamma: 2 }, { detach: false }, { normalisation: 'weights' }],
  'class-weights': [{}, { frequency: 'inverse' }, { place: 'target' }, { place: 'target', normalisation: 'weights' }],
  'focal-class': [{}, { gamma: 1, frequency: 'inverse' }, { detach: true, normalisation: 'weights' }],
};

const penaltyParameters: Record<keyof typeof penalties, object[]> = {
  none: [{}],
  'confidence-penalty': [{}, { gamma: 0.5 }, { form: 'gold-only' }],
};

interface Registered {
  parameters: z.ZodObject;
}

/** Every method of a registry with each of its parameter sets, defaults filled in. */
function expand<K extends string>(registry: Record<K, Registered>, sets: Record<K, object[]>) {
  return (Object.keys(registry) as K[]).flatMap((kind) =>
    sets[kind].map((given) => ({
      kind,
      label: `${kind} ${JSON.stringify(given)}`,
      parameters: registry[kind].parameters.parse(given) as never,
    })),
  );
}

export const targetChoices = expand(targets, targetParameters);
export const weightChoices = expand(weights, weightParameters);
export const inputChoices = expand(inputs, inputParameters);
export const penaltyChoices = expand(penalties, penaltyParameters);
