import { cpus } from 'node:os';
import { UserError } from '../userError.ts';
import { compilerAdvice, findAddonRecipe, findCompiler } from './install/addon.ts';
import { cacheFolder } from './install/cacheFolder.ts';
import {
  addonOf,
  bestEngine,
  findAlteredFile,
  folderBytes,
  type InstalledEngine,
  installedEngines,
} from './install/engineRecord.ts';
import { listGpus } from './install/gpu.ts';
import { type ProbeAnswer, type ProbeRequest, probeEngine } from './install/probe.ts';
import { findPython, type Python } from './install/python.ts';

export interface Problem {
  problem: string;
  fix: string;
}

/** What `engine doctor` finds; every figure is measured while it runs. */
export interface Diagnosis {
  node: string;
  platform: string;
  processor: string;
  cores: number;
  gpus: string[];
  python?: Python;
  compiler?: string;
  cache: { folder: string; bytes: number };
  engines: { id: string; folder: string; source: string; fault?: string; chosen: boolean }[];
  tensorflow?: ProbeAnswer;
  wasm?: ProbeAnswer;
  problems: Problem[];
}

export async function diagnose(chosenPython?: string): Promise<Diagnosis> {
  const problems: Problem[] = [];
  const attempt = async <T>(action: () => Promise<T>, fix: string): Promise<T | undefined> => {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push({ problem: error.message, fix: error.fix ?? fix });
      return undefined;
    }
  };
  const gpus = await listGpus();
  const python = await attempt(() => findPython(chosenPython), '');
  const engines = await Promise.all(installedEngines().map(examine));
  const chosen = bestEngine(gpus.length > 0, engines);
  const reinstall = 'Run `smoothing-lab engine install --force`.';
  const probe = (request: ProbeRequest, fix: string) => attempt(() => probeEngine(request), fix);
  const tensorflow = chosen && (await probe({ engine: 'tensorflow', addon: addonOf(chosen) }, reinstall));
  const diagnosis: Diagnosis = {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    gpus,
    python,
    compiler: (await findCompiler())?.version,
    cache: { folder: cacheFolder(), bytes: folderBytes(cacheFolder()) },
    engines: engines.map(({ id, folder, record, fault }) => ({
      ...{ id, folder, source: `${record.source} (${record.origin})`, fault },
      chosen: id === chosen?.id,
    })),
    tensorflow,
    wasm: await probe({ engine: 'wasm' }, 'Install the npm packages again (`npm ci`).'),
    problems,
  };
  problems.push(...(await findProblems(diagnosis)));
  return diagnosis;
}

/** The quick check that every start makes finds files cut short; only this one finds files altered. */
async function examine(engine: InstalledEngine): Promise<InstalledEngine> {
  const altered = engine.fault === undefined ? await findAlteredFile(engine) : undefined;
  return altered ? { ...engine, fault: `${altered} was altered after it was installed` } : engine;
}

async function findProblems({ node, python, engines, gpus, tensorflow }: Diagnosis): Promise<Problem[]> {
  const problems: Problem[] = [];
  const report = (applies: boolean, problem: string, fix: string) => {
    if (applies) problems.push({ problem, fix });
  };
  const healthy = engines.some((engine) => engine.fault === undefined);
  report(Number(node.split('.')[0]) < 20, `Node ${node} is too old`, 'Install Node 20 or newer.');
  for (const { id, fault } of engines) {
    report(
      fault !== undefined,
      `${id} is damaged: ${fault}`,
      'Run `smoothing-lab engine install --force`, which replaces it.',
    );
  }
  report(
    !healthy,
    'no TensorFlow engine is installed; runs use the slower wasm engine',
    'Run `smoothing-lab engine install`.',
  );
  // Python and a compiler are only needed to install.
  report(
    !healthy && python === undefined,
    'there is no working Python 3 on the PATH',
    'Install python3 with pip, or name one with `--python`.',
  );
  report(
    !healthy && python !== undefined && python.pip === undefined,
    `${python?.path} has no pip`,
    'Install python3-pip.',
  );
  report(!healthy && !(await hasAddonRecipe()), 'there is no C++ compiler for the addon', compilerAdvice());
  report(
    gpus.length > 0 && tensorflow?.device.kind === 'cpu',
    `${gpus[0]} is here, but the installed TensorFlow does not use it`,
    'Install a TensorFlow with CUDA in Python (pip install "tensorflow[and-cuda]"), then run `smoothing-lab engine install`.',
  );
  return problems;
}

async function hasAddonRecipe(): Promise<boolean> {
  try {
    await findAddonRecipe();
    return true;
  } catch {
    return false;
  }
}
