import { execFile } from 'node:child_process';
import type { FoundNode } from './findNode.ts';
import { plainEnvironment } from './spawnDetached.ts';

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
export async function engineState(question: EngineQuestion): Promise<EngineState> {
  const { SMOOTHING_LAB_ENGINE, SMOOTHING_LAB_ADDON } = engineEnvironment(question);
  const chosen = question.engine === 'auto' ? undefined : question.engine;
  if ((chosen ?? SMOOTHING_LAB_ENGINE) === 'wasm') return { state: 'notNeeded' };
  if (SMOOTHING_LAB_ADDON) return { state: 'installed', id: SMOOTHING_LAB_ADDON, version: '', kind: '' };
  return await listed(question);
}

/** What the command line is given, as it will be for the run. */
export function engineEnvironment({ environment, python }: EngineQuestion): NodeJS.ProcessEnv {
  const chosen = python ? { SMOOTHING_LAB_PYTHON: python } : {};
  return { ...plainEnvironment(process.env), ...chosen, ...environment };
}

interface ListedEngine {
  id: string;
  chosen: boolean;
  record: { version: string; kind: string };
}

function listed(question: EngineQuestion): Promise<EngineState> {
  const { node, cli } = question;
  const options = { env: engineEnvironment(question), windowsHide: true, timeout: 30_000 };
  return new Promise((done) => {
    execFile(node, [cli, 'engine', 'list', '--json'], options, (error, stdout, stderr) => {
      if (error) return done({ state: 'unknown', reason: stderr.trim() || error.message });
      done(stateOf(stdout));
    });
  });
}

function stateOf(json: string): EngineState {
  try {
    const engine = (JSON.parse(json) as ListedEngine[]).find(({ chosen }) => chosen);
    if (engine === undefined) return { state: 'missing' };
    const { version, kind } = engine.record;
    return { state: 'installed', id: engine.id, version, kind };
  } catch {
    return { state: 'unknown', reason: `the list of engines could not be read: ${json.slice(0, 200)}` };
  }
}
