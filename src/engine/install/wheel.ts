import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { exitCodes, UserError } from '../../userError.ts';
import { isLibrary } from './addon.ts';
import { explainWriteError } from './diskSpace.ts';
import { type FileRecord, librariesFolder } from './engineRecord.ts';
import type { InstallProgress } from './progress.ts';
import { buildInfoFile, kindOfBuild } from './python.ts';

/** What is needed of a TensorFlow wheel: two libraries to run it, and the C headers while the addon is compiled. */
export interface OpenWheel {
  /** The wheel's file name. */
  name: string;
  kind: 'cpu' | 'cuda';
  zip: ZipFile;
  libraries: Entry[];
  headers: Entry[];
  /** Size and SHA-256 (base64url) of every file, from the wheel's own RECORD. */
  checksums: Map<string, { sha256: string; bytes: number }>;
  /** Bytes that unpacking writes. */
  bytes: number;
}

const headerPattern = /^tensorflow\/include\/.*\/(c|platform)\/.*\.h$/;
export const headersFolder = 'include';

/** Reads a wheel's table of contents. Throws a UserError when the file is no TensorFlow wheel or is cut short. */
export async function openWheel(file: string): Promise<OpenWheel> {
  try {
    const zip = await openPromise(file, { lazyEntries: true, autoClose: false });
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    const libraries = entries.filter(
      ({ fileName }) => fileName === `tensorflow/${basename(fileName)}` && isLibrary(basename(fileName)),
    );
    const record = entries.find(({ fileName }) => /^[^/]+\.dist-info\/RECORD$/.test(fileName));
    if (libraries.length !== 2 || record === undefined)
      throw new Error('it holds no TensorFlow libraries for this platform');
    const read = async (entry: Entry) => await text(await zip.openReadStreamPromise(entry));
    const checksums = parseRecord(await read(record));
    const buildInfo = entries.find(({ fileName }) => fileName === `tensorflow/${buildInfoFile}`);
    const kind = buildInfo === undefined ? 'cpu' : kindOfBuild(await read(buildInfo));
    const headers = entries.filter(({ fileName }) => headerPattern.test(fileName));
    const bytes = [...libraries, ...headers].reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    return { name: basename(file), kind, zip, libraries, headers, checksums, bytes };
  } catch (error) {
    throw brokenWheel(file, error);
  }
}

/** RECORD is lines of `path,sha256=digest,size` (the wheel format's specification); its own line has no digest. */
function parseRecord(record: string): OpenWheel['checksums'] {
  const lines = record.split(/\r?\n/).map((line) => /^(.*),sha256=([\w-]+),(\d+)$/.exec(line));
  return new Map(
    lines
      .filter((match) => match !== null)
      .map(([, path = '', sha256 = '', bytes]) => [path, { sha256, bytes: Number(bytes) }]),
  );
}

/** Unpacks libraries and headers into `folder`, checking each file against RECORD while it streams. */
export async function unpackWheel(
  file: string,
  wheel: OpenWheel,
  folder: string,
  progress: InstallProgress,
): Promise<FileRecord[]> {
  let done = 0;
  const count = (bytes: number) => {
    done += bytes;
    progress.bytes('unpacking', done, wheel.bytes);
  };
  const records: FileRecord[] = [];
  try {
    for (const entry of wheel.libraries) {
      const path = `${librariesFolder}/${basename(entry.fileName)}`;
      records.push({ path, ...(await unpackEntry(wheel, entry, join(folder, path), count)) });
    }
    for (const entry of wheel.headers) {
      const path = entry.fileName.replace('tensorflow/include', headersFolder);
      await unpackEntry(wheel, entry, join(folder, path), count);
    }
    return records;
  } catch (error) {
    const explained = explainWriteError(error, folder);
    throw explained instanceof UserError ? explained : brokenWheel(file, error);
  } finally {
    wheel.zip.close();
  }
}

async function unpackEntry(wheel: OpenWheel, entry: Entry, target: string, count: (bytes: number) => void) {
  await mkdir(dirname(target), { recursive: true });
  const digest = createHash('sha256');
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk);
      count(chunk.length);
      done(null, chunk);
    },
  });
  await pipeline(await wheel.zip.openReadStreamPromise(entry), measure, createWriteStream(target));
  const sha256 = digest.digest();
  if (wheel.checksums.get(entry.fileName)?.sha256 !== sha256.toString('base64url')) {
    throw new Error(`${entry.fileName} does not have the checksum that the wheel states`);
  }
  return { bytes: entry.uncompressedSize, sha256: sha256.toString('hex') };
}

function brokenWheel(file: string, cause: unknown): UserError {
  return new UserError(`${basename(file)} is damaged or not usable: ${(cause as Error).message}`, {
    fix: 'Download it again; it must be a wheel of `tensorflow` or `tensorflow-cpu` for this platform.',
    exitCode: exitCodes.noEngine,
    cause,
  });
}
