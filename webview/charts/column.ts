/** Numbers that grow at their end. */
export class Column {
  length = 0;
  /** Longer than what is in use. */
  values = new Float64Array(0);

  /** Room for `length` values, which the caller fills in. What is there stays; room doubles, so growing is cheap. */
  grow(length: number): void {
    if (length > this.values.length) {
      const longer = new Float64Array(Math.max(length, 2 * this.values.length));
      longer.set(this.values);
      this.values = longer;
    }
    this.length = length;
  }
}
