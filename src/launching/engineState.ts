import type { FoundNode } from './findNode.ts';

export interface EngineQuestion extends Pick<FoundNode, 'node' | 'environment'> {
  /** dist/cli.js. */
  cli: string;
  /** The settings; left out or `auto`: TensorFlow where it can be had. */
  engine?: string;
  python?: string;
}

/** `notNeeded`: the wasm engine is chosen, which is always there. */
export type EngineState =
  | { state: 'installed'; id: string; version: string; kind: string }
  | { state: 'missing' }
  | { state: 'notNeeded' }
  | { state: 'unknown'; reason: string };

/** Whether the engine that a run would use is there. Takes the time of one process. */
export async function engineState(_question: EngineQuestion): Promise<EngineState> {
  throw new Error('not written yet');
}
