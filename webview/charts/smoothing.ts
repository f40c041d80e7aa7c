import { Column } from './column.ts';

/**
 * Debiased exponential moving average of all points, whatever part of them is shown:
 *
 *   a_0 = 0,   a_k = w a_(k-1) + (1-w) y_k,   s_k = a_k / (1 - w^k)
 *
 * Without the division the first values would be drawn towards 0 (Kingma & Ba 2015, arXiv:1412.6980, section 3). k counts
 * finite values alone: what is not finite stays a gap, and the average goes on behind it where it was.
 */
export class Smoothed {
  readonly column = new Column();
  readonly #weight: number;
  #average = 0;
  /** 1 - w^k */
  #mass = 0;

  constructor(weight: number) {
    this.#weight = weight;
  }

  /** Smooths the values from where the last call ended up to `length`. */
  extend(y: ArrayLike<number>, length: number): void {
    const weight = this.#weight;
    const known = this.column.length;
    this.column.grow(length);
    const { values } = this.column;
    for (let index = known; index < length; index += 1) {
      const value = y[index]!;
      if (!Number.isFinite(value)) {
        values[index] = Number.NaN;
        continue;
      }
      this.#average = weight * this.#average + (1 - weight) * value;
      this.#mass = weight * this.#mass + (1 - weight);
      values[index] = this.#average / this.#mass;
    }
  }
}
