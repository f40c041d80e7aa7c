import { runChild } from '../../src/engine/install/childProcess.ts';

interface Process {
  pid: number;
  parent: number;
  command: string;
}

async function allProcesses(): Promise<Process[]> {
  const { stdout } = await runChild('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args=']);
  return stdout
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, command]) => ({ pid: Number(pid), parent: Number(parent), command: command! }));
}

/** The process in which a server runs the window's extensions, while there is one. */
export async function extensionHostPid(server: number): Promise<number | undefined> {
  const processes = await allProcesses();
  const parents = new Map(processes.map(({ pid, parent }) => [pid, parent]));
  const isBelowServer = (pid: number): boolean => pid === server || (pid > 1 && isBelowServer(parents.get(pid) ?? 0));
  return processes.find(({ pid, command }) => command.includes('--type=extensionHost') && isBelowServer(pid))?.pid;
}

/** What runs below a profile's folder, by a part of the command. */
export async function processesOf(profileFolder: string, part: string): Promise<string[]> {
  const commands = (await allProcesses()).map(({ command }) => command);
  return commands.filter((command) => command.includes(profileFolder) && command.includes(part));
}

/** Ends what a profile's extension left running, which outlives its window by design. */
export async function endDetached(profileFolder: string): Promise<void> {
  for (const { pid, command } of await allProcesses()) {
    if (command.includes(profileFolder) && pid !== process.pid) tryKill(pid);
  }
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
