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
 * points. Only full blocks stand in it, so values appended at the end change nothing that is there.
 */
export class Extremes {
  /** Of the last stretch asked for; Infinity and -Infinity where it has no finite value. */
  low = Number.POSITIVE_INFINITY;
  high = Number.NEGATIVE_INFINITY;
  readonly #levels: Level[] = [];

  extend(y: ArrayLike<number>, length: number): void {
    let [low, high, available] = [y, y, length];
    for (let height = 0; ; height += 1) {
      const size = height === 0 ? firstFan : fan;
      if (available < size) return;
      this.#levels[height] ??= { low: new Column(), high: new Column() };
      const level = this.#levels[height]!;
      for (let end = (level.low.length + 1) * size; end <= available; end += size) {
        this.#clear();
        for (let index = end - size; index < end; index += 1) this.#take(low[index]!, high[index]!);
        level.low.push(this.low);
        level.high.push(this.high);
      }
      [low, high, available] = [level.low.values, level.high.values, level.low.length];
    }
  }

  /** Leaves the extremes of the points `from` to `to`, without `to`, in `low` and `high`. */
  find(y: ArrayLike<number>, from: number, to: number): void {
    this.#clear();
    let [left, right, low, high] = [from, to, y, y];
    for (let height = 0; left < right; height += 1) {
      const size = height === 0 ? firstFan : fan;
      const level = this.#levels[height];
      for (; left < right && (!level || left % size !== 0); left += 1) this.#take(low[left]!, high[left]!);
      for (; left < right && right % size !== 0; right -= 1) this.#take(low[right - 1]!, high[right - 1]!);
      if (!level) return;
      [left, right, low, high] = [left / size, right / size, level.low.values, level.high.values];
    }
  }

  #clear(): void {
    this.low = Number.POSITIVE_INFINITY;
    this.high = Number.NEGATIVE_INFINITY;
  }

  /** Comparisons with NaN are false; infinite values count as gaps, too. */
  #take(low: number, high: number): void {
    if (low < this.low && low !== Number.NEGATIVE_INFINITY) this.low = low;
    if (high > this.high && high !== Number.POSITIVE_INFINITY) this.high = high;
  }
}
