import type { Disposable, ExtensionContext, LogOutputChannel } from 'vscode';
import type { Queue } from '../launching/job.ts';
import type { RunIndex } from '../watching/runIndex.ts';

/** Runs and jobs as they are, on this machine and in this workspace. */
export interface Followed {
  index: RunIndex;
  queue: Queue;
}

/** What the features of the host share. Everything that a feature registers is pushed to `context.subscriptions`. */
export interface Lab {
  context: ExtensionContext;
  log: LogOutputChannel;
  /**
   * Runs and jobs, which are followed from the first call on. That loads much code, so nobody calls it before an
   * experiment file, a view or a command needs it.
   */
  followed(): Promise<Followed>;
  /** Called with runs and jobs once somebody follows them, and after every change of either. */
  onChange(listener: (followed: Followed) => void): Disposable;
}
