import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export interface DetachedProgram {
  node: string;
  args: string[];
  /** Set on top of what is inherited. */
  environment: Record<string, string>;
  cwd?: string;
  /** Takes what the program writes, after what stands there. */
  log: string;
}

/** Starts a program that outlives this process. Listen to `error`: it tells that the program could not be started. */
export function spawnDetached({ node, args, environment, cwd, log }: DetachedProgram): ChildProcess {
  const output = openSync(log, 'a');
  try {
    const env = { ...plainEnvironment(process.env), ...environment };
    const child = spawn(node, args, { cwd, env, detached: true, windowsHide: true, stdio: ['ignore', output, output] });
    child.unref();
    return child;
  } finally {
    closeSync(output);
  }
}

/**
 * The environment without what the editor put into it for its own processes: Electron must not take the next Node for
 * itself, and a debugger must not attach to a trainer.
 */
export function plainEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const entries = Object.entries(environment).filter(
    ([name, value]) =>
      !/^(ELECTRON_|VSCODE_)/.test(name) && !(name === 'NODE_OPTIONS' && /js-debug|bootloader/.test(value ?? '')),
  );
  return Object.fromEntries(entries);
}
