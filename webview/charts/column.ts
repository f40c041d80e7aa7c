/** Numbers that grow at their end. */
export class Column {
  length = 0;
  /** Longer than what is in use. */
  values = new Float64Array(64);

  push(value: number): void {
    if (this.length === this.values.length) {
      const longer = new Float64Array(2 * this.length);
      longer.set(this.values);
      this.values = longer;
    }
    this.values[this.length] = value;
    this.length += 1;
  }
}
