import type { RunIndex } from '../watching/runIndex.ts';
import type { FromPage, ToPage } from './protocol.ts';

/** The host's side of one open page, free of VS Code. It answers messages and follows the index until it is disposed. */
export interface PageSession {
  receive(message: FromPage): void;
  dispose(): void;
}

/** What a page can ask of VS Code, done by host/. Each tells the person itself what went wrong. */
export interface PageActions {
  stop(run: string): void;
  resume(run: string): void;
  rerun(run: string): void;
  openRun(run: string): void;
  openExperiment(run: string): void;
  openSamples(run: string): void;
  openLog(run: string): void;
  compare(runs: string[]): void;
  save(name: string, content: string | ArrayBuffer): void;
  copy(text: string): void;
  log(message: string): void;
}

export interface PageServices {
  index: RunIndex;
  actions: PageActions;
  trusted: boolean;
  /** Translations of the pages' English (vscode.l10n.bundle). */
  strings: Record<string, string>;
  post(message: ToPage): void;
}
