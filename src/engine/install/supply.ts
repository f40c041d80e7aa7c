import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exitCodes, UserError } from '../../userError.ts';
import { libraryNames } from './addon.ts';
import { requireFreeSpace } from './diskSpace.ts';
import { type EngineRecord, type FileRecord, fileRecord, librariesFolder } from './engineRecord.ts';
import { runPackageScript } from './packageDownload.ts';
import type { InstallProgress } from './progress.ts';
import type { Python } from './python.ts';
import { headersFolder, openWheel, unpackWheel } from './wheel.ts';

/** What a source leaves in the folder it is given: TensorFlow's libraries in deps/lib, and where its headers are. */
export interface Supply {
  source: EngineRecord['source'];
  origin: string;
  kind: EngineRecord['kind'];
  headers: string;
  files: FileRecord[];
  /** The source brought an addon of its own. */
  addon?: boolean;
}

/**
 * Python's TensorFlow, left where it is. The folder is linked, not its files: CUDA's libraries are found by paths
 * relative to where TensorFlow's are opened, such as `$ORIGIN/../nvidia`, and those lead through a linked folder to
 * the real neighbours.
 */
export function supplyFromPython(tensorflow: NonNullable<Python['tensorflow']>, folder: string): Supply {
  const { folder: origin, version, kind } = tensorflow;
  const libraries = libraryNames(origin);
  if (libraries.length < 2) {
    throw new UserError(`TensorFlow ${version} in ${origin} has no libraries that other programs can use`, {
      fix: 'Install a newer one in that Python (pip install --upgrade tensorflow).',
      exitCode: exitCodes.noEngine,
    });
  }
  const link = join(folder, librariesFolder);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(origin, link, 'dir');
  return { source: 'python', origin, kind, headers: join(origin, 'include'), files: recordsOf(folder, libraries) };
}

/** A wheel's libraries and headers, each checked against the wheel's own list of checksums. */
export async function supplyFromWheel(
  file: string,
  folder: string,
  source: 'pip' | 'wheel',
  progress: InstallProgress,
): Promise<Supply> {
  const wheel = await openWheel(file);
  mkdirSync(folder, { recursive: true });
  await requireFreeSpace(folder, wheel.bytes);
  const files = await unpackWheel(file, wheel, folder, progress);
  return { source, origin: wheel.name, kind: wheel.kind, headers: join(folder, headersFolder), files };
}

/** What tfjs-node's own install script downloads. */
export async function supplyFromPackage(folder: string, progress: InstallProgress): Promise<Supply> {
  const { addon } = await runPackageScript(folder, progress);
  const files = recordsOf(folder, libraryNames(join(folder, librariesFolder)));
  const origin = '@tensorflow/tfjs-node-gpu';
  return { source: 'package', origin, kind: 'cpu', headers: join(folder, 'deps/include'), files, addon };
}

const recordsOf = (folder: string, libraries: string[]): FileRecord[] =>
  libraries.map((name) => fileRecord(folder, `${librariesFolder}/${name}`));
