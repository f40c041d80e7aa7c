import { z } from 'zod';

/** Sizes that papers name: of fairseq's IWSLT'14 set-up, and Vaswani et al. 2017, table 3, `base`. */
const namedSizes = {
  iwslt: { embedding: 512, feedForward: 1024, heads: 4, encoderLayers: 6, decoderLayers: 6 },
  base: { embedding: 512, feedForward: 2048, heads: 8, encoderLayers: 6, decoderLayers: 6 },
} as const;

const size = (most: number, what: string) =>
  z.int().min(1).max(most).optional().describe(`${what}; as \`sizes\` says when absent`);
const share = (usual: number, what: string) =>
  z.number().min(0).lt(1).default(usual).describe(`Share of units dropped from ${what}`);

const block = z.strictObject({
  sizes: z
    .enum(['iwslt', 'base'])
    .default('iwslt')
    .describe('512 units in 6 + 6 layers, 4 heads and 1024, or 8 and 2048'),
  embedding: size(8192, 'Size of the word vectors and of each layer'),
  feedForward: size(65_536, 'Inner size of the feed-forward layers'),
  heads: size(256, 'Attention heads of each layer; they divide `embedding`'),
  encoderLayers: size(100, 'Layers of the encoder'),
  decoderLayers: size(100, 'Layers of the decoder'),
  normalization: z
    .enum(['post', 'pre'])
    .default('post')
    .describe('Layer normalisation after each residual sum, or before each part and at the end'),
  activation: z.enum(['relu', 'gelu']).default('relu').describe('Of the feed-forward layers'),
  shareEmbeddings: z
    .enum(['none', 'target-output', 'all'])
    .default('target-output')
    .describe('Word vectors that are the same: none, those of target and output, or of source, target and output'),
  dropout: share(0.3, 'the sum of word vectors and positions, and from what each part adds'),
  attentionDropout: share(0, 'attention weights'),
  activationDropout: share(0, 'the inner units of feed-forward layers'),
});

type Block = z.output<typeof block>;

/** All sizes of a block. */
export const transformerSizes = ({ sizes, ...given }: Block) => ({
  embedding: given.embedding ?? namedSizes[sizes].embedding,
  feedForward: given.feedForward ?? namedSizes[sizes].feedForward,
  heads: given.heads ?? namedSizes[sizes].heads,
  encoderLayers: given.encoderLayers ?? namedSizes[sizes].encoderLayers,
  decoderLayers: given.decoderLayers ?? namedSizes[sizes].decoderLayers,
});

function dividingHeads({ embedding, heads }: ReturnType<typeof transformerSizes>): boolean {
  return embedding % heads === 0;
}

/** What `model: {kind: transformer, ...}` takes. */
export const transformerParameters = block.refine((given) => dividingHeads(transformerSizes(given)), {
  path: ['heads'],
  params: {
    code: 'indivisible',
    message: 'each head takes an equal part of `embedding`, which `heads` does not divide',
    expected: 'a divisor of `embedding`',
  },
});

export type TransformerParameters = z.output<typeof transformerParameters>;
export type TransformerSizes = ReturnType<typeof transformerSizes>;
