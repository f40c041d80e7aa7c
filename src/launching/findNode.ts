import { type ExecFileException, execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { plainEnvironment } from './spawnDetached.ts';

/** A program that runs JavaScript as Node does, with what its environment needs for that. */
export interface FoundNode {
  node: string;
  version: string;
  environment: Record<string, string>;
}

export interface NodeSearch {
  /** The setting smoothing-lab.nodePath; empty when it is not set. */
  setting?: string;
  /** The host's process.execPath: Electron, or the server's own Node. */
  execPath: string;
}

const oldest = 20;
const patienceMilliseconds = 15_000;

type Candidate = Omit<FoundNode, 'version'> & { name: string };

/** The first that works, or why each does not, a sentence each. */
export async function findNode(search: NodeSearch): Promise<FoundNode | { problems: string[] }> {
  const problems: string[] = [];
  for (const { name, ...candidate } of candidatesOf(search)) {
    const answer = await tryNode(candidate);
    if ('version' in answer) return { ...candidate, ...answer };
    problems.push(`${name} ${answer.problem}.`);
  }
  return { problems };
}

/** Who names a Node wants that one and no other. */
function candidatesOf({ setting, execPath }: NodeSearch): Candidate[] {
  if (setting) {
    const node = setting.startsWith('~/') ? join(homedir(), setting.slice(2)) : setting;
    return [{ name: `${node} (of the setting smoothing-lab.nodePath)`, node, environment: {} }];
  }
  return [
    { name: '`node` on the PATH', node: 'node', environment: {} },
    // Electron becomes Node by this variable; a Node does not mind it.
    { name: `${execPath} (the editor itself)`, node: execPath, environment: { ELECTRON_RUN_AS_NODE: '1' } },
  ];
}

type Answer = { node: string; version: string } | { problem: string };

/** Asks the program itself; what it is called proves nothing. Its own path holds for processes with another PATH, too. */
function tryNode(candidate: Omit<FoundNode, 'version'>): Promise<Answer> {
  const env = { ...plainEnvironment(process.env), ...candidate.environment };
  const options = { env, timeout: patienceMilliseconds, windowsHide: true };
  return new Promise((done) => {
    const script = 'console.log("version=" + process.versions.node + " path=" + process.execPath)';
    const child = execFile(candidate.node, ['-e', script], options, (error, stdout) => {
      const [, version, node] = /version=([\d.]+) path=(.+)/.exec(stdout) ?? [];
      if (version === undefined || node === undefined) done({ problem: error ? describe(error) : 'is no Node' });
      else if (Number.parseInt(version, 10) < oldest) done({ problem: `is Node ${version}, and ${oldest} is needed` });
      else done({ node, version });
    });
    child.stdin?.end();
  });
}

function describe(error: ExecFileException): string {
  if (error.killed) return `did not answer within ${patienceMilliseconds / 1000} s`;
  if (error.code === 'ENOENT') return 'is not there';
  if (error.code === 'EACCES') return 'may not be executed';
  return `does not work: ${error.message.split('\n').find((line) => !line.startsWith('Command failed')) || 'it failed'}`;
}
