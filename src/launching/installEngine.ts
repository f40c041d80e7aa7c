import type { EngineQuestion } from './engineState.ts';

export interface InstallStep {
  message: string;
  /** Of the download under way, 0 to 1. */
  fraction?: number;
}

export type InstallOutcome =
  | { state: 'installed'; id: string }
  | { state: 'cancelled' }
  | { state: 'failed'; reason: string };

/** Installs TensorFlow by `engine install`. What an installation that was broken off left is cleared by the next one. */
export async function installEngine(
  _question: EngineQuestion,
  _options: { onProgress(step: InstallStep): void; signal: AbortSignal },
): Promise<InstallOutcome> {
  throw new Error('not written yet');
}
