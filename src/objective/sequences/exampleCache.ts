/** What was made of each example, until it takes more than a limit; then all is made anew. */
export class ExampleCache<T> {
  readonly #limit: number;
  readonly #sizeOf: (made: T) => number;
  readonly #made = new Map<number, T>();
  #size = 0;

  constructor(limit: number, sizeOf: (made: T) => number) {
    this.#limit = limit;
    this.#sizeOf = sizeOf;
  }

  /** A row without an example, −1, is made each time. */
  of(example: number, make: () => T): T {
    const known = this.#made.get(example);
    if (known !== undefined) return known;
    const made = make();
    if (example < 0) return made;
    this.#size += this.#sizeOf(made);
    if (this.#size > this.#limit) {
      this.#made.clear();
      this.#size = this.#sizeOf(made);
    }
    this.#made.set(example, made);
    return made;
  }
}
