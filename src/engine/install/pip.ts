import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, UserError } from '../../userError.ts';
import { type ChildResult, runChild } from './childProcess.ts';
import { folderBytes } from './engineRecord.ts';
import { explainPip, isBrokenOff, isOffline } from './pipErrors.ts';
import type { InstallProgress } from './progress.ts';
import type { Python } from './python.ts';

/** What is asked of the package index, in order: versions known to work, then whatever is newest. */
const requirements = ['tensorflow-cpu>=2.19,<2.22', 'tensorflow>=2.19,<2.22', 'tensorflow-cpu', 'tensorflow'];
/** Only the libraries of the wheel are used, so that it need not be for the Python that downloads it. */
const wheelPython = '3.12';
/** A wheel of 250 to 600 MB, pip's copy of it, and 850 MB unpacked. */
export const downloadBytes = 1_600_000_000;
/** How often a download that broke off in the middle is begun anew. */
const tries = 3;
const pollMs = 300;

/**
 * Runs pip, and ends as soon as standard input is closed: the system does that when the process that installs is
 * killed, so that no pip is left behind that writes into a folder which the next installation removes.
 */
const attachedPip = `
import os, runpy, sys, threading
def watch():
    while os.read(0, 4096): pass
    os._exit(1)
threading.Thread(target=watch, daemon=True).start()
sys.argv[0] = 'pip'
runpy.run_module('pip', run_name='__main__', alter_sys=True)
`;

/** Downloads a TensorFlow wheel with pip, which checks its hash, into `folder`; answers with its path. */
export async function downloadWheel(python: Python, folder: string, progress: InstallProgress): Promise<string> {
  let result: ChildResult | undefined;
  for (const requirement of requirements) {
    progress.line(`Downloading TensorFlow (${requirement}) with pip ${python.pip}...`);
    result = await runPipAgain(python.path, requirement, folder, progress);
    const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
    if (result.code === 0 && wheel !== undefined) return join(folder, wheel);
    if (!/No matching distribution/.test(result.stderr) || isOffline(result.stderr)) break;
  }
  throw result ? explainPip(result, folder) : new UserError('pip did not run', { exitCode: exitCodes.noEngine });
}

async function runPipAgain(
  python: string,
  requirement: string,
  folder: string,
  progress: InstallProgress,
): Promise<ChildResult> {
  for (let attempt = 1; ; attempt += 1) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const result = await runPip(python, requirement, folder, progress);
    if (result.code === 0 || attempt === tries || !isBrokenOff(result)) return result;
    progress.line('The download broke off; starting it anew...');
  }
}

async function runPip(
  python: string,
  requirement: string,
  folder: string,
  progress: InstallProgress,
): Promise<ChildResult> {
  const args = ['download', '--no-deps', '--only-binary=:all:', '--python-version', wheelPython];
  let total = 0;
  let retries = 0;
  let done = 0;
  // pip draws its own bar on terminals alone; the growth of its files can be shown everywhere.
  const timer = setInterval(() => {
    if (total === 0) return;
    // pip moves its file at the end, so that for a moment there are two, or none.
    done = Math.max(done, Math.min(total, folderBytes(folder)));
    progress.bytes('downloading', done, total);
  }, pollMs);
  try {
    return await runChild(
      python,
      ['-c', attachedPip, ...args, '--disable-pip-version-check', '--retries', '3', '--dest', folder, requirement],
      {
        // pip's temporary copy lies beside the wheel: the same disk, removed with it if the download is broken off.
        env: { ...process.env, TMPDIR: folder, PYTHONUNBUFFERED: '1' },
        openStdin: true,
        onOutput: (stdout, stderr) => {
          total = statedBytes(stdout) ?? total;
          const seen = stderr.split('Retrying').length - 1;
          if (seen > retries) progress.line('The connection failed; pip tries again...');
          retries = seen;
        },
      },
    );
  } finally {
    clearInterval(timer);
  }
}

/** The size in pip's line `Downloading NAME.whl (274.0 MB)`. */
function statedBytes(output: string): number | undefined {
  const match = /Downloading \S+\.whl \(([\d.]+) ([kMG])B\)/.exec(output);
  return match ? Number(match[1]) * { k: 1e3, M: 1e6, G: 1e9 }[match[2] as 'k' | 'M' | 'G'] : undefined;
}
