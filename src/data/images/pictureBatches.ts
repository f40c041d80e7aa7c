import { statelessUniform } from '../../ops/philox.ts';
import { type Batch, type BatchShape, noClass } from '../batch.ts';
import { permutation, seedFor } from '../random.ts';
import { workerBatches } from '../workerBatches.ts';
import { type Augmentation, augmented } from './augment.ts';
import { type Normalisation, normalised } from './normalisation.ts';
import type { PictureSet } from './pictureSet.ts';

/** How training batches are made of pictures: all that the thread is started with. */
export interface PictureBatchesTask {
  set: PictureSet;
  rows: number;
  augment: Augmentation & { normalisation: Normalisation };
  /** Whether each picture comes with another one of its class. */
  partners: boolean;
  seed: number;
  fromEpoch: number;
  fromIndex: number;
}

const shapeOf = (rows: number): BatchShape => ({ rows, source: 0, target: 1 });

/** Shapes of training batches: whole ones, and the rest of an epoch, since rows without a picture would count. */
export function pictureShapes(count: number, rows: number): BatchShape[] {
  const whole = Math.min(rows, count);
  return [whole, count % whole].filter((each) => each > 0).map(shapeOf);
}

/** The pictures of each batch of an epoch. */
export function pictureOrder(count: number, rows: number, seed: number, epoch: number): Int32Array[] {
  const order = permutation(seed, 'order of examples', epoch, count);
  return Array.from({ length: Math.ceil(count / rows) }, (_, at) => order.slice(at * rows, (at + 1) * rows));
}

/** Makes the batches of one training set. */
export class PictureBatcher {
  readonly #task: PictureBatchesTask;
  readonly #byClass = new Map<number, number[]>();

  constructor(task: PictureBatchesTask) {
    this.#task = task;
    task.set.labels.forEach((label, example) => {
      const members = this.#byClass.get(label);
      if (members) members.push(example);
      else this.#byClass.set(label, [example]);
    });
  }

  /** The batch at a place of the training, of these pictures: a function of both and the seed. */
  batch(examples: Int32Array, epoch: number, index: number): Batch {
    const { set, augment, seed, partners } = this.#task;
    const place = { seed, epoch, index };
    const pictures = (of: Int32Array, purpose: string) => augmented(set, of, augment, place, purpose);
    return {
      shape: shapeOf(examples.length),
      source: new Int32Array(0),
      features: {
        pictures: pictures(examples, 'augmentation'),
        ...(partners && {
          partnerPictures: pictures(this.#partners(examples, epoch, index), 'augmentation of partners'),
        }),
      },
      target: examples.map((example) => set.labels[example] as number),
      examples: examples.slice(),
      tokens: examples.length,
    };
  }

  /** Another picture of each one's class, any with the same chance; itself where there is none. */
  #partners(examples: Int32Array, epoch: number, index: number): Int32Array {
    const { seed, set } = this.#task;
    const draws = statelessUniform(examples.length, ...seedFor(seed, `partners, epoch ${epoch}`, index));
    return examples.map((example, row) => {
      const members = this.#byClass.get(set.labels[example] as number) as number[];
      if (members.length === 1) return example;
      const chosen = Math.floor((draws[row] as number) * (members.length - 1));
      // The last one stands in for the picture itself.
      return members[chosen] === example ? (members.at(-1) as number) : (members[chosen] as number);
    });
  }
}

/** Makes training batches in a thread of their own, ahead of the step that asks for them. */
export const prefetchPictures = (task: PictureBatchesTask) =>
  workerBatches('pictureBatches.worker.js', { ...task, set: { ...task.set, names: [] } });

/** Batches that hold every picture once, as it is. Their values are made when they are asked for, and not kept. */
export function evaluationPictures(set: PictureSet, rows: number, normalisation: Normalisation): Batch[] {
  const count = set.labels.length;
  const whole = Math.min(rows, count);
  return Array.from({ length: Math.ceil(count / whole) }, (_, at) => {
    const examples = Int32Array.from({ length: whole }, (_row, row) =>
      at * whole + row < count ? at * whole + row : -1,
    );
    const present = examples.filter((example) => example >= 0);
    return {
      shape: shapeOf(whole),
      source: new Int32Array(0),
      get features() {
        return { pictures: normalised(set, present, normalisation, whole) };
      },
      target: examples.map((example) => (example < 0 ? noClass : (set.labels[example] as number))),
      examples,
      tokens: present.length,
    };
  });
}
