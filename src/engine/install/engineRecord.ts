import { createHash } from 'node:crypto';
import { createReadStream, existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { enginesFolder } from './cacheFolder.ts';

/** A file of an installed engine, by its path inside the engine's folder. */
const fileSchema = z.object({ path: z.string(), bytes: z.number(), sha256: z.string().optional() });
export type FileRecord = z.infer<typeof fileSchema>;

const recordSchema = z.object({
  format: z.literal(1),
  /** TensorFlow's version, as the loaded library says it. */
  version: z.string(),
  kind: z.enum(['cpu', 'cuda']),
  platform: z.string(),
  source: z.enum(['python', 'pip', 'wheel', 'package']),
  /** The wheel's name, or the folder of Python's TensorFlow. */
  origin: z.string(),
  addon: z.enum(['prebuilt', 'compiled', 'package']),
  files: z.array(fileSchema),
  installedAt: z.string(),
});
/** `engine.json`, written last: a folder without it is not an engine. */
export type EngineRecord = z.infer<typeof recordSchema>;

export interface InstalledEngine {
  id: string;
  folder: string;
  record: EngineRecord;
  /** What is wrong with it, or undefined when all of its files have the sizes that were written. */
  fault?: string;
}

export const recordFile = 'engine.json';
export const addonFile = 'lib/napi-v8/tfjs_binding.node';
export const librariesFolder = 'deps/lib';

export const platformName = `${process.platform}-${process.arch}`;
export const addonOf = (engine: { folder: string }): string => join(engine.folder, addonFile);

/** All engines in the cache, newest TensorFlow first. */
export function installedEngines(): InstalledEngine[] {
  const root = enginesFolder();
  if (!existsSync(root)) return [];
  const ids = readdirSync(root, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !isPartial(entry.name),
  );
  const engines = ids.map((entry) => readEngine(root, entry.name)).filter((engine) => engine !== undefined);
  return engines.sort((a, b) => b.record.version.localeCompare(a.record.version, 'en', { numeric: true }));
}

/** Folders whose name starts with a dot are being made or being removed. */
export const isPartial = (name: string): boolean => name.startsWith('.');

function readEngine(root: string, id: string): InstalledEngine | undefined {
  const folder = join(root, id);
  try {
    const record = recordSchema.parse(JSON.parse(readFileSync(join(folder, recordFile), 'utf8')));
    return { id, folder, record, fault: findFault(folder, record) };
  } catch {
    return undefined;
  }
}

/** A quick check, done before every start: a library cut short would crash the process. */
function findFault(folder: string, record: EngineRecord): string | undefined {
  if (record.platform !== platformName) return `it was made for ${record.platform}`;
  for (const { path, bytes } of record.files) {
    const found = statSync(join(folder, path), { throwIfNoEntry: false });
    if (found === undefined) return `${path} is missing`;
    if (found.size !== bytes) return `${path} has ${found.size} bytes instead of ${bytes}`;
  }
  return undefined;
}

export const fileRecord = (folder: string, path: string): FileRecord => ({
  path,
  bytes: statSync(join(folder, path)).size,
});

/** SHA-256 of a file, as hexadecimal digits. */
export async function fileDigest(file: string): Promise<string> {
  const digest = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), digest);
  return digest.digest('hex');
}

/** The thorough check (about a second): the first file whose content is not what was installed, or undefined. */
export async function findAlteredFile({ folder, record }: InstalledEngine): Promise<string | undefined> {
  for (const { path, sha256 } of record.files) {
    if (sha256 !== undefined && (await fileDigest(join(folder, path))) !== sha256) return path;
  }
  return undefined;
}

/** The engine to use: one that can use the GPU if there is a GPU, then Python's own, then the newest version. */
export function bestEngine(gpuPresent: boolean, engines = installedEngines()): InstalledEngine | undefined {
  const rank = ({ record }: InstalledEngine) =>
    (gpuPresent && record.kind === 'cuda' ? 2 : 0) + (record.source === 'python' ? 1 : 0);
  return engines.filter((engine) => engine.fault === undefined).sort((a, b) => rank(b) - rank(a))[0];
}

/** Bytes on disk under `folder`, without what symbolic links lead to. Files may vanish while it counts. */
export function folderBytes(folder: string): number {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.isFile() ? found.size : 0;
  return readdirSync(folder).reduce((sum, name) => sum + folderBytes(join(folder, name)), 0);
}
