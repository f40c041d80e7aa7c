/** Values that are appended a few at a time, at constant cost each: the buffer doubles when it is full. */
export class GrowingColumn {
  private buffer = new Float32Array(1024);
  private shown = this.buffer.subarray(0, 0);

  /** A view that later values do not change. The same object until the next change. */
  get values(): Float32Array {
    return this.shown;
  }

  /** Keeps `from` values and puts these behind them. Throws where that would leave a gap. */
  append(from: number, values: Float32Array): void {
    const length = this.shown.length;
    if (from > length) throw new RangeError(`values from ${from} on cannot follow the first ${length}`);
    const needed = from + values.length;
    // What is overwritten may still be drawn from an older view, so that gets a buffer of its own.
    if (needed > this.buffer.length || from < length) this.reallocate(from, needed);
    this.buffer.set(values, from);
    this.shown = this.buffer.subarray(0, needed);
  }

  private reallocate(kept: number, needed: number): void {
    const bigger = new Float32Array(Math.max(1024, 2 ** Math.ceil(Math.log2(needed + 1))));
    bigger.set(this.shown.subarray(0, kept));
    this.buffer = bigger;
  }
}
