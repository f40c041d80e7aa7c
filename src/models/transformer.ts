import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { special } from '../data/batch.ts';
import { timeMajor } from '../ops/timeMajor.ts';
import { UserError } from '../userError.ts';
import {
  type Attended,
  type AttentionSizes,
  attend,
  hidden,
  projectAttended,
  projectQueries,
  projectSelf,
} from './layers/multiHeadAttention.ts';
import { sinusoids } from './layers/positions.ts';
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
  type Memory,
  type Model,
  type ModelSizes,
  type ModelTools,
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
  build: (chosen, sizes) => new Transformer(chosen, sizes),
});

class Transformer implements Model {
  readonly parameters: Model['parameters'];
  readonly source = textSource;
  readonly #options: LayerOptions;
  readonly #tables: { source: string; target: string; output: string };

  constructor(chosen: TransformerParameters, { sourceVocabulary, targetVocabulary }: ModelSizes) {
    const options = { ...chosen, ...transformerSizes(chosen) };
    const { embedding, encoderLayers, decoderLayers, normalization } = options;
    this.#options = options;
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
    const { embedding, encoderLayers, decoderLayers } = this.#options;
    const bias = tf.mul(tf.cast(tf.equal(source, special.pad), 'float32'), hidden); // [rows, time]
    const mask = this.#byHead(tools, bias as Tensor2D);
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
        tf.reshape(tensor, [rows, time * embedding]),
      ]);
    });
    return { ...Object.fromEntries(byLayer), bias };
  }

  logits(tools: ModelTools, source: Source, inputs: Tensor2D): Tensor2D {
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

  initialState({ tf }: ModelTools, memory: Memory, longest: number): DecoderState {
    const rows = rowsOf(memory);
    const { embedding, decoderLayers } = this.#options;
    const empty = tf.fill([rows, longest * embedding], 0);
    const caches = layerNames('decoder', decoderLayers).flatMap((name) =>
      ['keys', 'values'].map((part) => [`${name}.${part}`, empty] as const),
    );
    return { ...Object.fromEntries(caches), position: tf.fill([rows], 0) };
  }

  step(tools: ModelTools, input: Tensor2D, state: DecoderState, memory: Memory): StepOutput {
    const { tf, ops } = tools;
    const { embedding, heads, decoderLayers } = this.#options;
    const position = state.position as Tensor1D;
    const [rows] = position.shape;
    const cacheOf = (name: string) => state[name] as Tensor;
    const longest = (cacheOf('decoder.0.keys').shape[1] as number) / embedding;
    const places = tf.range(0, longest);
    const here = tf.cast(tf.equal(places, tf.reshape(position, [rows, 1])), 'float32'); // [rows, longest]
    const later = tf.cast(tf.greater(places, tf.reshape(position, [rows, 1])), 'float32');
    const bias = this.#byHead(tools, tf.mul(later, hidden) as Tensor2D);
    const place = this.#repeatHeads(tools, here as Tensor2D, [longest, 1]);
    const extend = (cache: Tensor, vector: Tensor3D) =>
      tf.add(tf.reshape(cache, [rows * heads, longest, -1]), tf.mul(place, vector)) as Tensor3D;
    const vectors = ops.embeddingLookup(sinusoids(tools, longest, embedding), tf.cast(position, 'int32'));
    const next: DecoderState = { position: tf.add(position, 1) };
    let x = tf.add(input, vectors) as Tensor2D;
    let attention: Tensor3D | undefined;
    for (const name of layerNames('decoder', decoderLayers)) {
      x = residual(tools, this.#options, `${name}.self`, x, (inner) => {
        const { queries, ...own } = projectSelf(tools, `${name}.self`, inner, 1, this.#attention);
        const keys = extend(cacheOf(`${name}.keys`), own.keys);
        const values = extend(cacheOf(`${name}.values`), own.values);
        next[`${name}.keys`] = tf.reshape(keys, [rows, -1]);
        next[`${name}.values`] = tf.reshape(values, [rows, -1]);
        return attend(tools, `${name}.self`, queries, { keys, values, bias }, this.#attention).output;
      });
      ({ x, weights: attention } = this.#lookAtSource(tools, name, x, memory, 1));
      x = feedForward(tools, this.#options, `${name}.feedForward`, x);
    }
    const byHead = tf.reshape(attention as Tensor3D, [rows, heads, -1]);
    return { logits: this.#score(tools, x), state: next, attention: tf.mean(byHead, 1) as Tensor2D };
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
    const positions = tf.reshape(sinusoids(tools, time, embedding), [time, 1, embedding]);
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
    const bias = memory.bias as Tensor2D;
    const [rows, time] = bias.shape;
    const part = (name: string) =>
      tools.tf.reshape(memory[`${layer}.${name}`] as Tensor, [rows * heads, time, embedding / heads]) as Tensor3D;
    return { keys: part('keys'), values: part('values'), bias: this.#byHead(tools, bias) };
  }

  /** A row's number at each position for each of its heads, [rows, positions] → [rows·heads, 1, positions]. */
  #byHead(tools: ModelTools, values: Tensor2D): Tensor3D {
    return this.#repeatHeads(tools, values, [1, values.shape[1]]);
  }

  #repeatHeads({ tf }: ModelTools, values: Tensor2D, sides: [number, number]): Tensor3D {
    const { heads } = this.#options;
    const [rows, count] = values.shape;
    const tiled = tf.tile(tf.reshape(values, [rows, 1, count]), [1, heads, 1]);
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
