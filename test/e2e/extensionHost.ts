import { runChild } from '../../src/engine/install/childProcess.ts';

/** The process in which a server runs the window's extensions, while there is one. */
export async function extensionHostPid(serverPid: number): Promise<number | undefined> {
  const { stdout } = await runChild('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  const processes = stdout
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, command]) => ({ pid: Number(pid), parent: Number(parent), command: command! }));
  const family = new Set([serverPid]);
  // Parents have smaller ids than their children but where ids wrapped around, which twice over the list covers.
  for (const { pid, parent } of [...processes, ...processes]) if (family.has(parent)) family.add(pid);
  return processes.find(({ pid, command }) => family.has(pid) && command.includes('--type=extensionHost'))?.pid;
}
