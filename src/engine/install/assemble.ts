import { createHash } from 'node:crypto';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../userError.ts';
import { type AddonRecipe, findAddonRecipe, findCompiler, placeAddon } from './addon.ts';
import {
  addonFile,
  type EngineRecord,
  fileDigest,
  fileRecord,
  type InstalledEngine,
  installedEngines,
  platformName,
  recordFile,
} from './engineRecord.ts';
import { type ProbeAnswer, probeEngine } from './probe.ts';
import type { InstallProgress } from './progress.ts';
import type { Supply } from './supply.ts';
import { headersFolder } from './wheel.ts';

/** Adds the addon, tries the engine once in a child process, and only then gives the folder its final name. */
export async function assemble(
  root: string,
  folder: string,
  supply: Supply,
  progress: InstallProgress,
): Promise<InstalledEngine> {
  const { addon, answer } = await addWorkingAddon(folder, supply, progress);
  for (const name of [headersFolder, 'download']) rmSync(join(folder, name), { recursive: true, force: true });
  const { source, origin, kind, files } = supply;
  const { version, device, gflops } = answer;
  const addonRecord = { ...fileRecord(folder, addonFile), sha256: await fileDigest(join(folder, addonFile)) };
  const record: EngineRecord = {
    ...{ format: 1, version, kind, platform: platformName, source, origin, addon },
    files: [...files, addonRecord],
    installedAt: new Date().toISOString(),
  };
  writeFileSync(join(folder, recordFile), `${JSON.stringify(record, null, 2)}\n`);
  const id = [version, kind, platformName, ...(source === 'python' ? ['python', shortHash(origin)] : [])].join('-');
  place(folder, join(root, id));
  removeDamaged();
  progress.line(`TensorFlow ${version} is ready on ${device.name} (${Math.round(gflops)} GFLOP/s): ${join(root, id)}`);
  return { id, folder: join(root, id), record };
}

type Working = { addon: EngineRecord['addon']; answer: ProbeAnswer };

async function addWorkingAddon(folder: string, supply: Supply, progress: InstallProgress): Promise<Working> {
  const start = () => {
    progress.line('Starting it once...');
    return probeEngine({ engine: 'tensorflow', addon: join(folder, addonFile) });
  };
  if (supply.addon) return { addon: 'package', answer: await start() };
  const recipe = await findAddonRecipe();
  await add(recipe, folder, supply, progress);
  try {
    return { addon: recipe.how, answer: await start() };
  } catch (error) {
    // A prebuilt addon may need a newer system than this one; one that is compiled here does not.
    const compiler = recipe.how === 'prebuilt' && error instanceof UserError ? await findCompiler() : undefined;
    if (compiler === undefined) throw error;
    progress.line('The addon that comes with this version does not start here.');
    await add({ how: 'compiled', compiler }, folder, supply, progress);
    return { addon: 'compiled', answer: await start() };
  }
}

async function add(recipe: AddonRecipe, folder: string, { headers }: Supply, progress: InstallProgress): Promise<void> {
  if (recipe.how === 'compiled') progress.line(`Compiling the addon with ${recipe.compiler.version}...`);
  await placeAddon(recipe, folder, headers);
}

/** Tells apart the engines of several Python environments. */
const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 6);

/** By rename, so that no other process ever sees half an engine; an older one of that name is moved away first. */
function place(folder: string, target: string): void {
  const old = `${dirname(target)}/.old-${process.pid}`;
  if (statSync(target, { throwIfNoEntry: false })) renameSync(target, old);
  renameSync(folder, target);
  rmSync(old, { recursive: true, force: true });
}

/** A damaged engine is of no use beside one that works. Those of other platforms (a shared home folder) are kept. */
function removeDamaged(): void {
  for (const { folder, record, fault } of installedEngines()) {
    if (fault !== undefined && record.platform === platformName) rmSync(folder, { recursive: true, force: true });
  }
}
