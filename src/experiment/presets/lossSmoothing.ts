import { type CorpusConstants, type Pool, pools } from './corpora.ts';
import type { Preset, WrittenObjective } from './preset.ts';

/** Elbayad, Besacier & Verbeek 2018, arXiv:1805.05062: its tables 1 and 3, and what its authors' code logs besides. */
const source = 'Elbayad et al. 2018, arXiv:1805.05062';

type Block = NonNullable<WrittenObjective['targets']>;

/** The code divides (1−cos) by 2τ_c, so that τ = 2·τ_c, and takes its penalty β_c outside of that, so that β = β_c·τ. */
const similarity = (
  { alpha, codeTemperature }: CorpusConstants['similarity'],
  codeRarity: number,
  more: object = {},
): Block => {
  const temperature = 2 * codeTemperature;
  return {
    kind: 'word-similarity',
    ...{ alpha, temperature },
    ...(codeRarity > 0 && { rarity: codeRarity * temperature }),
    ...more,
  };
};

/** In the code's form, temperature and rarity are as the code says them, and words without vectors are all alike. */
const codeSimilarity = ({ alpha, codeTemperature }: CorpusConstants['similarity'], codeRarity: number): Block => ({
  kind: 'word-similarity',
  ...{ alpha, temperature: codeTemperature },
  ...(codeRarity > 0 && { rarity: codeRarity }),
  ...{ form: 'code', missing: 'constant' },
});

interface Drawn {
  /** In names of presets. */
  name: string;
  kind: string;
  title: string;
  /** Where its results are. */
  row: string;
  /** Whether it is a reward, which has a temperature of its own. */
  rewards: boolean;
  /** What the published code does otherwise than the paper says. */
  code: object;
}

const drawn = {
  hamming: {
    name: 'hamming',
    kind: 'hamming',
    title: 'Hamming distance',
    row: 'tables 1 and 3',
    rewards: false,
    code: { distance: 'batch' },
  },
  cider: {
    name: 'cider',
    kind: 'cider',
    title: 'CIDEr',
    row: 'table 1',
    rewards: true,
    code: {},
  },
  bleu4: {
    name: 'bleu4',
    kind: 'bleu-4',
    title: 'BLEU-4',
    row: 'table 3 and logs of its code',
    rewards: true,
    code: { unit: 'char', smoothing: 'add-one' },
  },
  constant: {
    name: 'constant',
    kind: 'constant',
    title: 'a constant reward',
    row: 'logs of its code',
    rewards: false,
    code: {},
  },
} as const satisfies Record<string, Drawn>;

const poolTitles: Record<Pool, string> = {
  V: 'the vocabulary',
  Vbatch: 'the tokens of the batch',
  Vrefs: 'the tokens of the references',
};

interface Choice {
  drawn: Drawn;
  pool: Pool;
  lazy: boolean;
  code: boolean;
}

/** The published code draws positions and substitutes with less care than the paper says. */
const codeProposal = { replacement: true, allowEqual: true, padded: true };

const sequences = ({ drawn, pool, lazy, code }: Choice, constants: CorpusConstants, alpha: number): Block => ({
  kind: drawn.kind,
  ...{ pool, temperature: constants.temperature[pool], alpha },
  ...(lazy && { lazy }),
  ...(drawn.rewards && { rewardTemperature: constants.rewardTemperature }),
  ...(code && { ...codeProposal, ...drawn.code }),
});

const titleOf = ({ drawn, pool, lazy, code }: Choice): string =>
  `sequences by ${drawn.title}, from ${poolTitles[pool]}${lazy ? ', lazy' : ''}${code ? ', as in the authors’ code' : ''}`;

const named = (prefix: string, { drawn, pool, lazy, code }: Choice): string =>
  `${prefix}-${lazy ? 'lazy-' : ''}${drawn.name}-${pool}${code ? '-code' : ''}`;

/** Every distance or reward with every pool, lazy or not, as the paper says it and as the code does it. */
function choices(kinds: readonly Drawn[], lazies: readonly boolean[]): Choice[] {
  return kinds.flatMap((drawn) =>
    lazies.flatMap((lazy) =>
      pools.flatMap((pool) => [false, true].map((code): Choice => ({ drawn, pool, lazy, code }))),
    ),
  );
}

const seq = (choice: Choice): [string, Preset] => [
  named('seq', choice),
  {
    title: `Sampled ${titleOf(choice)}`,
    reference: `${source}, ${choice.drawn.row}`,
    objective: (constants) => ({ sequences: sequences(choice, constants, constants.sampled[choice.pool]) }),
  },
];

const tokseq = (choice: Choice): [string, Preset] => [
  named('tokseq', choice),
  {
    title: `Word similarity and sampled ${titleOf(choice)}`,
    reference: choice.lazy ? `${source}, eq. 17 with eq. 19: in none of its tables` : `${source}, ${choice.drawn.row}`,
    objective: (constants) => ({
      targets: (choice.code ? codeSimilarity : similarity)(constants.both.similarity, 1),
      sequences: sequences(choice, constants, constants.both.sampled[choice.pool]),
    }),
  },
];

const { hamming, cider, bleu4, constant } = drawn;

export const lossSmoothing: Record<string, Preset> = {
  'tok-glove': {
    title: 'Word similarity',
    reference: `${source}, tables 1 and 3: Tok, GloVe sim`,
    objective: ({ similarity: chosen }) => ({ targets: similarity(chosen, 0) }),
  },
  'tok-glove-code': {
    title: 'Word similarity, as in the authors’ code',
    reference: `${source}, tables 1 and 3: Tok, GloVe sim`,
    objective: ({ similarity: chosen }) => ({ targets: codeSimilarity(chosen, 0) }),
  },
  'tok-glove-rarity': {
    title: 'Word similarity with the rarity penalty',
    reference: `${source}, tables 1 and 3: Tok, GloVe sim rfreq`,
    objective: ({ rarity }) => ({ targets: similarity(rarity, 1) }),
  },
  'tok-glove-rarity-code': {
    title: 'Word similarity with the rarity penalty, as in the authors’ code',
    reference: `${source}, tables 1 and 3: Tok, GloVe sim rfreq`,
    objective: ({ rarity }) => ({ targets: codeSimilarity(rarity, 1) }),
  },
  ...Object.fromEntries(choices([hamming, cider, bleu4], [false, true]).map(seq)),
  ...Object.fromEntries(choices([constant], [false]).map(seq)),
  ...Object.fromEntries(choices([hamming, cider, bleu4], [false, true]).map(tokseq)),
};
