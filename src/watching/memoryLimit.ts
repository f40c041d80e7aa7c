/** What holds memory that it can fill again. */
export interface Holder {
  readonly bytes: number;
  release(): void;
}

/** Lets those that were used last keep what they hold, up to a limit, and for a while. The others release it. */
export class MemoryLimit {
  /** When each was last used; the longest ago first. */
  private readonly usedAt = new Map<Holder, number>();

  constructor(private readonly limits: { bytes: number; milliseconds: number }) {}

  used(holder: Holder, now: number): void {
    this.usedAt.delete(holder);
    this.usedAt.set(holder, now);
    this.trim(now);
  }

  forget(holder: Holder): void {
    this.usedAt.delete(holder);
  }

  trim(now: number): void {
    let held = 0;
    // What is used now is kept, however large it is.
    for (const [holder, at] of [...this.usedAt].reverse()) {
      held += holder.bytes;
      if (at === now || (held <= this.limits.bytes && now - at <= this.limits.milliseconds)) continue;
      held -= holder.bytes;
      this.usedAt.delete(holder);
      holder.release();
    }
  }
}
