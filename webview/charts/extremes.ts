import { Column } from './column.ts';

/** Points in a block of the lowest level, and blocks in a block of the next. */
const firstFan = 16;
const fan = 4;

interface Level {
  low: Column;
  high: Column;
}

/**
 * Least and greatest finite value of any stretch of a curve in logarithmic time: a pyramid of blocks of 16, 64, 256, ...
 * points. Only full blocks stand in it, so values appended at the end change nothing that is there. Loops are spelled out:
 * they run for each pixel of each curve of a frame.
 */
export class Extremes {
  /** Of the last stretch asked for; Infinity and -Infinity where it has no finite value. */
  low = Number.POSITIVE_INFINITY;
  high = Number.NEGATIVE_INFINITY;
  readonly #levels: Level[] = [];

  extend(y: ArrayLike<number>, length: number): void {
    let blocks = Math.floor(length / firstFan);
    for (let height = 0; blocks > 0; height += 1) {
      this.#levels[height] ??= { low: new Column(), high: new Column() };
      const { low, high } = this.#levels[height]!;
      const known = low.length;
      low.grow(blocks);
      high.grow(blocks);
      for (let block = known; block < blocks; block += 1) {
        this.#clear();
        if (height === 0) this.#scan(y, block * firstFan, (block + 1) * firstFan);
        else this.#scanLevel(this.#levels[height - 1]!, block * fan, (block + 1) * fan);
        low.values[block] = this.low;
        high.values[block] = this.high;
      }
      blocks = Math.floor(blocks / fan);
    }
  }

  /** Leaves the extremes of the points `from` to `to`, without `to`, in `low` and `high`. */
  find(y: ArrayLike<number>, from: number, to: number): void {
    this.#clear();
    let left = Math.ceil(from / firstFan);
    let right = Math.floor(to / firstFan);
    if (left >= right) {
      this.#scan(y, from, to);
      return;
    }
    this.#scan(y, from, left * firstFan);
    this.#scan(y, right * firstFan, to);
    for (let height = 0; left < right; height += 1) {
      const level = this.#levels[height]!;
      const nextLeft = Math.ceil(left / fan);
      const nextRight = Math.floor(right / fan);
      if (nextLeft >= nextRight) {
        this.#scanLevel(level, left, right);
        return;
      }
      this.#scanLevel(level, left, nextLeft * fan);
      this.#scanLevel(level, nextRight * fan, right);
      left = nextLeft;
      right = nextRight;
    }
  }

  #clear(): void {
    this.low = Number.POSITIVE_INFINITY;
    this.high = Number.NEGATIVE_INFINITY;
  }

  /** Comparisons with NaN are false; infinite values count as gaps, too. */
  #scan(y: ArrayLike<number>, from: number, to: number): void {
    let low = this.low;
    let high = this.high;
    for (let index = from; index < to; index += 1) {
      const value = y[index]!;
      if (value < low && value !== Number.NEGATIVE_INFINITY) low = value;
      if (value > high && value !== Number.POSITIVE_INFINITY) high = value;
    }
    this.low = low;
    this.high = high;
  }

  #scanLevel(level: Level, from: number, to: number): void {
    const lows = level.low.values;
    const highs = level.high.values;
    for (let index = from; index < to; index += 1) {
      if (lows[index]! < this.low) this.low = lows[index]!;
      if (highs[index]! > this.high) this.high = highs[index]!;
    }
  }
}
