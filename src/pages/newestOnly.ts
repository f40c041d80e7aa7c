/**
 * One piece of work at a time, of which only the newest request counts: another one aborts it. What was asked for and
 * has not changed, by its key, is neither done again nor aborted.
 */
export class NewestOnly {
  #key: string | undefined;
  #current: AbortController | undefined;

  /** `failed` is told of faults, and of no work that was aborted. The same key may be asked for again after a fault. */
  constructor(private readonly failed: (error: unknown) => void) {}

  ask(key: string, work: (signal: AbortSignal) => Promise<void>): void {
    if (key === this.#key) return;
    this.cancel();
    this.#key = key;
    const controller = new AbortController();
    this.#current = controller;
    work(controller.signal).catch((error: unknown) => {
      if (controller.signal.aborted) return;
      this.#key = undefined;
      this.failed(error);
    });
  }

  cancel(): void {
    this.#key = undefined;
    this.#current?.abort();
  }
}
