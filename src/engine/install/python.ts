import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../userError.ts';
import { type ChildResult, lastLine, runChild } from './childProcess.ts';

/** A Python interpreter and what is installed in it. */
export interface Python {
  path: string;
  version: string;
  pip?: string;
  tensorflow?: { version: string; folder: string; kind: 'cpu' | 'cuda' };
}

// Asks the interpreter without importing TensorFlow, which would take seconds and can crash.
const question = `
import importlib.metadata as metadata, importlib.util as util, json, platform, sys
def version(*names):
    for name in names:
        try: return metadata.version(name)
        except metadata.PackageNotFoundError: pass
    return None
spec = util.find_spec('tensorflow')
folder = list(spec.submodule_search_locations)[0] if spec and spec.submodule_search_locations else None
print(json.dumps({
    'path': sys.executable, 'version': platform.python_version(), 'pip': version('pip'), 'folder': folder,
    'tensorflow': version('tensorflow', 'tensorflow-cpu', 'tensorflow-rocm', 'tensorflow-macos',
                          'tensorflow-cpu-aws', 'tf-nightly', 'tf-nightly-cpu'),
}))
`;
const answerTimeoutMs = 30_000;

/**
 * The interpreter to use: `chosen` (`--python`), else SMOOTHING_LAB_PYTHON, else python3 or python on the PATH.
 * Undefined when the PATH has none; a UserError when the chosen one does not work.
 */
export async function findPython(chosen?: string): Promise<Python | undefined> {
  const named = chosen ?? process.env.SMOOTHING_LAB_PYTHON;
  for (const path of named ? [named] : ['python3', 'python']) {
    const result = await runChild(path, ['-c', question], { timeoutMs: answerTimeoutMs });
    if (result.code === 0) return describe(JSON.parse(lastLine(result.stdout)));
    if (named) throw unusable(named, result);
  }
  return undefined;
}

interface Answer {
  path: string;
  version: string;
  pip: string | null;
  folder: string | null;
  tensorflow: string | null;
}

function describe({ path, version, pip, folder, tensorflow }: Answer): Python {
  return {
    path,
    version,
    pip: pip ?? undefined,
    tensorflow: folder && tensorflow ? { version: tensorflow, folder, kind: installedKind(folder) } : undefined,
  };
}

/** Generated when TensorFlow is built; says whether that was with CUDA. */
export const buildInfoFile = 'python/platform/build_info.py';
export const kindOfBuild = (text: string): 'cpu' | 'cuda' => (/'is_cuda_build', True/.test(text) ? 'cuda' : 'cpu');

function installedKind(folder: string): 'cpu' | 'cuda' {
  const file = join(folder, buildInfoFile);
  return existsSync(file) ? kindOfBuild(readFileSync(file, 'utf8')) : 'cpu';
}

function unusable(path: string, { startError, stderr, timedOut }: ChildResult): UserError {
  const reason = startError ? 'it could not be started' : timedOut ? 'it did not answer' : lastLine(stderr);
  return new UserError(`the Python interpreter ${path} does not work: ${reason}`, {
    fix: 'Name a Python 3.8 or newer with `--python` or SMOOTHING_LAB_PYTHON, or leave both out.',
  });
}
