import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { special } from '../data/batch.ts';
import { timeMajor } from '../ops/timeMajor.ts';
import { UserError } from '../userError.ts';
import {
  type Attended,
  type AttentionSizes,
  attend,
  hidden,
  hideOthers,
  projectAttended,
  projectQueries,
  projectSelf,
} from './layers/multiHeadAttention.ts';
import { attendPast } from './layers/pastAttention.ts';
import { positionVectors } from './layers/positions.ts';
import {
  decoderLayerParameters,
  encoderLayerParameters,
  feedForward,
  type LayerOptions,
  norm,
  normParameters,
  residual,
} from './layers/transformerLayers.ts';
import { normal } from './layers/weights.ts';
import {
  type DecoderState,
  defineModel,
  type Feed,
  type Memory,
  type Model,
  type ModelSizes,
  type ModelTools,
  type Past,
  type PastSpec,
  type Source,
  type StepOutput,
} from './model.ts';
import { repeatMemory } from './repeatMemory.ts';
import { rowsOf, textSource } from './source.ts';
import { type TransformerParameters, transformerParameters, transformerSizes } from './transformerParameters.ts';

/**
 * Encoder and decoder of attention alone. Vaswani et al. 2017, arXiv:1706.03762, with the places of dropout and the first
 * values of fairseq (Ott et al. 2019): positions are added to word vectors times √size, and the output has no bias.
 */
export const transformer = defineModel({
  title: 'Transformer',
  reference: 'Vaswani et al. 2017, arXiv:1706.03762',
  parameters: transformerParameters,
  stepwise: false,
  attends: 'words',
  build: (chosen, sizes) => new Transformer(chosen, sizes),
});

class Transformer implements Model {
  readonly parameters: Model['parameters'];
  readonly source = textSource;
  readonly past: Record<string, PastSpec>;
  readonly #options: LayerOptions;
  readonly #tables: { source: string; target: string; output: string };

  constructor(chosen: TransformerParameters, { sourceVocabulary, targetVocabulary }: ModelSizes) {
    const options = { ...chosen, ...transformerSizes(chosen) };
    const { embedding, heads, encoderLayers, decoderLayers, normalization } = options;
    this.#options = options;
    const parts = layerNames('decoder', decoderLayers).flatMap((name) => [`${name}.keys`, `${name}.values`]);
    this.past = Object.fromEntries(parts.map((name) => [name, { groups: heads, size: embedding / heads }]));
    this.#tables = tablesOf(chosen.shareEmbeddings);
    if (chosen.shareEmbeddings === 'all' && sourceVocabulary !== targetVocabulary) throw severalVocabularies();
    const rows = new Map([[this.#tables.output, targetVocabulary]]);
    rows.set(this.#tables.target, targetVocabulary).set(this.#tables.source, sourceVocabulary);
    const last = (name: string) => (normalization === 'pre' ? normParameters(`${name}.norm`, embedding) : []);
    this.parameters = [
      ...[...rows].map(([name, count]) => normal(name, [count, embedding], embedding ** -0.5)),
      ...layerNames('encoder', encoderLayers).flatMap((name) => encoderLayerParameters(name, options)),
      ...last('encoder'),
      ...layerNames('decoder', decoderLayers).flatMap((name) => decoderLayerParameters(name, options)),
      ...last('decoder'),
    ];
  }

  encode(tools: ModelTools, { source: text }: Source): Memory {
    const { tf } = tools;
    const source = text as Tensor2D;
    const [rows, time] = source.shape;
    const { embedding, heads, encoderLayers, decoderLayers } = this.#options;
    const real = tf.cast(tf.notEqual(source, special.pad), 'float32') as Tensor2D; // [rows, time]
    const mask = this.#biasByHead(tools, real);
    let x = this.#withPositions(tools, this.#vectors(tools, this.#tables.source, timeMajor(tf, source)), time);
    for (const name of layerNames('encoder', encoderLayers)) {
      x = this.#lookAtItself(tools, name, x, time, mask);
      x = feedForward(tools, this.#options, `${name}.feedForward`, x);
    }
    const encoded = this.#last(tools, 'encoder', x);
    const byLayer = layerNames('decoder', decoderLayers).flatMap((name) => {
      const projected = projectAttended(tools, `${name}.cross`, encoded, time, this.#attention);
      return Object.entries(projected).map(([part, tensor]) => [
        `${name}.${part}`,
        tf.reshape(tensor, [rows, heads, time, embedding / heads]),
      ]);
    });
    return { ...Object.fromEntries(byLayer), real };
  }

  logits(tools: ModelTools, source: Source, inputs: Tensor2D, feed?: Feed): Tensor2D {
    if (feed) throw new Error('a transformer is given all of its inputs at once: none can depend on its output');
    const { tf } = tools;
    const [rows, time] = inputs.shape;
    const memory = repeatMemory(tools, this.encode(tools, source), rows / rowsOf(source));
    const vectors = this.#vectors(tools, this.#tables.target, timeMajor(tf, inputs));
    const bias = causalBias(tools, time);
    let x = this.#withPositions(tools, vectors, time);
    for (const name of layerNames('decoder', this.#options.decoderLayers)) {
      x = this.#lookAtItself(tools, name, x, time, bias);
      x = this.#lookAtSource(tools, name, x, memory, time).x;
      x = feedForward(tools, this.#options, `${name}.feedForward`, x);
    }
    return this.#score(tools, x);
  }

  embed(tools: ModelTools, ids: Tensor): Tensor {
    return this.#vectors(tools, this.#tables.target, ids);
  }

  embeddings({ weight }: ModelTools): Tensor2D {
    return weight(this.#tables.target) as Tensor2D;
  }

  initialState({ tf }: ModelTools, memory: Memory): DecoderState {
    return { position: tf.fill([rowsOf(memory)], 0) };
  }

  /** Hypotheses of a source are treated as its positions are in training. */
  step(tools: ModelTools, input: Tensor2D, state: DecoderState, memory: Memory, past = nothingPast): StepOutput {
    const { tf } = tools;
    const { embedding, heads, decoderLayers } = this.#options;
    const sources = rowsOf(memory);
    const hypotheses = input.shape[0] / sources;
    const turn = (vectors: Tensor, from: number, to: number) =>
      tf.reshape(tf.transpose(tf.reshape(vectors, [from, to, embedding]), [1, 0, 2]), [-1, embedding]) as Tensor2D;
    const position = state.position as Tensor1D;
    const bias = past.bias.map((each) => this.#repeatHeads(tools, each));
    const left: Record<string, Tensor3D> = {};
    let x = turn(tf.add(input, positionVectors(tools, position, embedding)), sources, hypotheses);
    let attention: Tensor3D | undefined;
    for (const name of layerNames('decoder', decoderLayers)) {
      const blocks = bias.map((each, block) => ({ ...this.#pastBlock(past, name, block), bias: each }));
      x = residual(tools, this.#options, `${name}.self`, x, (inner) => {
        const own = projectSelf(tools, `${name}.self`, inner, hypotheses, this.#attention);
        Object.assign(left, { [`${name}.keys`]: own.keys, [`${name}.values`]: own.values });
        return attendPast(tools, `${name}.self`, own, blocks, this.#attention);
      });
      ({ x, weights: attention } = this.#lookAtSource(tools, name, x, memory, hypotheses));
      x = feedForward(tools, this.#options, `${name}.feedForward`, x);
    }
    const byHead = tf.reshape(attention as Tensor3D, [sources, heads, hypotheses, -1]);
    return {
      logits: this.#score(tools, turn(x, hypotheses, sources)),
      state: { position: tf.add(position, 1) },
      left,
      attention: tf.reshape(tf.mean(byHead, 1), [sources * hypotheses, -1]) as Tensor2D,
    };
  }

  #pastBlock({ blocks }: Past, layer: string, block: number): { keys: Tensor3D; values: Tensor3D } {
    const part = (name: string) => blocks[`${layer}.${name}`]?.[block] as Tensor3D;
    return { keys: part('keys'), values: part('values') };
  }

  get #attention(): AttentionSizes {
    const { embedding, heads, attentionDropout } = this.#options;
    return { size: embedding, heads, dropout: attentionDropout };
  }

  /** E·√size of ids of any shape. */
  #vectors({ tf, ops, weight }: ModelTools, table: string, ids: Tensor): Tensor {
    return tf.mul(ops.embeddingLookup(weight(table) as Tensor2D, ids), Math.sqrt(this.#options.embedding));
  }

  /** Dropout(vectors + positions), [time, rows, size] → [time·rows, size]. */
  #withPositions(tools: ModelTools, vectors: Tensor, time: number): Tensor2D {
    const { tf, ops, randomness } = tools;
    const { embedding, dropout } = this.#options;
    const positions = tf.reshape(positionVectors(tools, tf.range(0, time), embedding), [time, 1, embedding]);
    const dropped = ops.dropout(tf.add(vectors, positions), dropout, randomness);
    return tf.reshape(dropped, [-1, embedding]) as Tensor2D;
  }

  #lookAtItself(tools: ModelTools, layer: string, input: Tensor2D, time: number, bias: Tensor): Tensor2D {
    const name = `${layer}.self`;
    return residual(tools, this.#options, name, input, (x) => {
      const { queries, ...attended } = projectSelf(tools, name, x, time, this.#attention);
      return attend(tools, name, queries, { ...attended, bias }, this.#attention).output;
    });
  }

  #lookAtSource(tools: ModelTools, layer: string, input: Tensor2D, memory: Memory, time: number) {
    const name = `${layer}.cross`;
    const attended = this.#attended(tools, layer, memory);
    let weights: Tensor3D | undefined;
    const x = residual(tools, this.#options, name, input, (normed) => {
      const queries = projectQueries(tools, name, normed, time, this.#attention);
      const found = attend(tools, name, queries, attended, this.#attention);
      weights = found.weights;
      return found.output;
    });
    return { x, weights: weights as unknown as Tensor3D };
  }

  /** Keys and values of one decoder layer among the memory's tensors, by head. */
  #attended(tools: ModelTools, layer: string, memory: Memory): Attended {
    const { embedding, heads } = this.#options;
    const real = memory.real as Tensor2D;
    const [rows, time] = real.shape;
    const part = (name: string) =>
      tools.tf.reshape(memory[`${layer}.${name}`] as Tensor, [rows * heads, time, embedding / heads]) as Tensor3D;
    return { keys: part('keys'), values: part('values'), bias: this.#biasByHead(tools, real) };
  }

  /** Attention to positions that are real alone, [rows, positions] → [rows·heads, 1, positions]. */
  #biasByHead(tools: ModelTools, real: Tensor2D): Tensor3D {
    const { tf } = tools;
    const [rows, count] = real.shape;
    return this.#repeatHeads(tools, tf.reshape(hideOthers(tools, real), [rows, 1, count]));
  }

  /** [rows, …] → [rows·heads, …]. */
  #repeatHeads({ tf }: ModelTools, values: Tensor3D): Tensor3D {
    const { heads } = this.#options;
    const [rows, ...sides] = values.shape;
    const tiled = tf.tile(tf.reshape(values, [rows, 1, -1]), [1, heads, 1]);
    return tf.reshape(tiled, [rows * heads, ...sides]) as Tensor3D;
  }

  /** The stack's output, normalised where its parts are normalised first. */
  #last(tools: ModelTools, stack: 'encoder' | 'decoder', x: Tensor2D): Tensor2D {
    return this.#options.normalization === 'pre' ? norm(tools, `${stack}.norm`, x) : x;
  }

  #score(tools: ModelTools, x: Tensor2D): Tensor2D {
    const { tf, weight } = tools;
    return tf.matMul(this.#last(tools, 'decoder', x), weight(this.#tables.output) as Tensor2D, false, true) as Tensor2D;
  }
}

const nothingPast: Past = { blocks: {}, bias: [] };

const layerNames = (stack: 'encoder' | 'decoder', count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${stack}.${index}`);

/** Names of the tables of word vectors: one name is one table. */
function tablesOf(shared: TransformerParameters['shareEmbeddings']) {
  if (shared === 'all') return { source: 'embedding', target: 'embedding', output: 'embedding' };
  const target = 'target.embedding';
  return { source: 'source.embedding', target, output: shared === 'none' ? 'output.weight' : target };
}

const severalVocabularies = () =>
  new UserError('`shareEmbeddings: all` shares word vectors of both languages, and each has its own vocabulary', {
    fix: 'Use `subwords: {kind: bpe, joint: true}`, or `shareEmbeddings: target-output`.',
  });

/** 0 where a position may look, −1e9 at later ones, [1, time, time]. */
function causalBias({ tf }: ModelTools, time: number): Tensor3D {
  const values = Float32Array.from({ length: time * time }, (_, at) =>
    at % time > Math.floor(at / time) ? hidden : 0,
  );
  return tf.tensor3d(values, [1, time, time]);
}
