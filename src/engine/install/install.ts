import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../../lock.ts';
import { exitCodes, UserError } from '../../userError.ts';
import { findAddonRecipe } from './addon.ts';
import { assemble } from './assemble.ts';
import { enginesFolder } from './cacheFolder.ts';
import { explainWriteError, requireFreeSpace } from './diskSpace.ts';
import { bestEngine, type InstalledEngine, installedEngines, isPartial } from './engineRecord.ts';
import { gpuPresent } from './gpu.ts';
import { downloadBytes, downloadWheel } from './pip.ts';
import { requirePip } from './pipErrors.ts';
import type { InstallProgress } from './progress.ts';
import { findPython, type Python } from './python.ts';
import { type Supply, supplyFromPackage, supplyFromPython, supplyFromWheel } from './supply.ts';

export const sourceNames = ['python', 'cache', 'pip', 'package'] as const;
export type SourceName = (typeof sourceNames)[number];

export interface InstallOptions {
  /** The Python interpreter to look in and to download with. */
  python?: string;
  /** Try this source alone. */
  source?: SourceName;
  /** A wheel that is here already: the only source then. */
  wheel?: string;
  /** Make the engine anew even where one stands. */
  force?: boolean;
  progress: InstallProgress;
}

/** One attempt at installing: `folder` is where it works, `root` where the finished engine goes. */
interface Attempt extends InstallOptions {
  root: string;
  folder: string;
  foundPython?: Python;
}

/**
 * Installs TensorFlow for this machine from the first source that works, or answers with the engine that stands
 * already. Throws a UserError with exit code 3 that says for every source why it failed.
 */
export async function installEngine(options: InstallOptions): Promise<InstalledEngine> {
  const root = enginesFolder();
  try {
    mkdirSync(root, { recursive: true });
    const onWait = (owner: string) => options.progress.line(`Waiting for ${owner}, which is installing the engine...`);
    return await withLock(join(root, '.lock'), onWait, async () => {
      removePartial(root);
      return await trySources(root, options);
    });
  } catch (error) {
    throw explainWriteError(error, root);
  }
}

/** What earlier installations left when they were broken off. Only called while holding the lock. */
function removePartial(root: string): void {
  for (const name of readdirSync(root).filter((name) => isPartial(name) && name !== '.lock')) {
    rmSync(join(root, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

const sourceTitles = {
  python: "Python's TensorFlow",
  cache: 'the cache',
  pip: 'pip',
  package: "tfjs-node's own download",
  wheel: 'the wheel',
};

async function trySources(root: string, options: InstallOptions): Promise<InstalledEngine> {
  const foundPython = await findPython(options.python);
  const attempt = { ...options, root, folder: join(root, `.partial-${process.pid}`), foundPython };
  const failures: string[] = [];
  const names = options.wheel ? (['wheel'] as const) : options.source ? [options.source] : sourceNames;
  for (const name of names) {
    try {
      const engine = await sources[name](attempt);
      if (engine) return engine;
    } catch (error) {
      const explained = explainWriteError(error, root);
      if (!(explained instanceof UserError)) throw error;
      failures.push(`${sourceTitles[name]}: ${explained.message}${explained.fix ? `\n    ${explained.fix}` : ''}`);
      if (name !== names.at(-1)) options.progress.line(`No engine from ${sourceTitles[name]}: ${explained.message}`);
    } finally {
      rmSync(attempt.folder, { recursive: true, force: true });
    }
  }
  throw noEngine(failures, attempt);
}

function noEngine(failures: string[], { source, foundPython }: Attempt): UserError {
  const empty = `${source === 'python' ? `${foundPython?.path ?? 'Python'} has no TensorFlow` : 'the cache has none'}`;
  const reasons = failures.length > 0 ? failures : [empty];
  return new UserError(`no TensorFlow engine could be installed\n  ${reasons.join('\n  ')}`, {
    fix: 'Everything also runs on the wasm engine, more slowly and with nothing to install: add `--engine wasm`.',
    exitCode: exitCodes.noEngine,
  });
}

/** Each gives an engine, or undefined when it simply has none; it throws a UserError when something is wrong with it. */
const sources: Record<SourceName | 'wheel', (attempt: Attempt) => Promise<InstalledEngine | undefined>> = {
  async python(attempt) {
    const { foundPython, folder, force, progress } = attempt;
    const tensorflow = foundPython?.tensorflow;
    if (tensorflow === undefined) return undefined;
    const standing = force ? undefined : engineOf(tensorflow.folder);
    if (standing) return standing;
    progress.line(`Using TensorFlow ${tensorflow.version} of ${foundPython?.path} (${tensorflow.kind})`);
    return await finish(attempt, supplyFromPython(tensorflow, folder));
  },
  async cache({ force }) {
    return force ? undefined : bestEngine(await gpuPresent());
  },
  async pip(attempt) {
    const { root, foundPython, folder, progress } = attempt;
    const ready = () => requirePip(foundPython);
    await requireAll([findAddonRecipe, ready, () => requireFreeSpace(root, downloadBytes)]);
    const wheel = await downloadWheel(foundPython as Python, join(folder, 'download'), progress);
    return await finish(attempt, await supplyFromWheel(wheel, folder, 'pip', progress));
  },
  async package(attempt) {
    return await finish(attempt, await supplyFromPackage(attempt.folder, attempt.progress));
  },
  async wheel(attempt) {
    await findAddonRecipe();
    return await finish(attempt, await supplyFromWheel(attempt.wheel ?? '', attempt.folder, 'wheel', attempt.progress));
  },
};

const finish = ({ root, folder, progress }: Attempt, supply: Supply): Promise<InstalledEngine> =>
  assemble(root, folder, supply, progress);

/** Before a download of 250 MB: tells of all that is missing at once, so that nobody mends one thing after another. */
async function requireAll(checks: (() => unknown)[]): Promise<void> {
  const results = await Promise.allSettled(checks.map(async (check) => await check()));
  const errors = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
  const defect = errors.find((error) => !(error instanceof UserError));
  if (defect) throw defect;
  if (errors.length === 0) return;
  throw new UserError(errors.map((error) => error.message).join('; '), {
    fix: errors.map((error) => error.fix).join(' '),
    exitCode: exitCodes.noEngine,
  });
}

const engineOf = (pythonFolder: string): InstalledEngine | undefined =>
  installedEngines().find(({ record, fault }) => record.origin === pythonFolder && fault === undefined);
