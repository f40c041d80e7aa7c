import type { LogOutputChannel } from 'vscode';

/** The experiment files that are open, parsed once a version. */
export class ParsedExperiments {
  constructor(private readonly log: LogOutputChannel) {}

  dispose(): void {
    this.log.trace('');
  }
}
