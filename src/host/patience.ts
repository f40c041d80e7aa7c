import type { Uri } from 'vscode';

/** Waits a while for each of several files, to let others speak first. */
export class Patience {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(private readonly milliseconds: number) {}

  isWaiting(uri: Uri): boolean {
    return this.timers.has(uri.toString());
  }

  /** Waits from now on, whether it did already or not, and calls `then` at the end. */
  wait(uri: Uri, then: () => void): void {
    this.stop(uri);
    const end = (): void => {
      this.stop(uri);
      then();
    };
    this.timers.set(uri.toString(), setTimeout(end, this.milliseconds));
  }

  stop(uri: Uri): void {
    clearTimeout(this.timers.get(uri.toString()));
    this.timers.delete(uri.toString());
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }
}
