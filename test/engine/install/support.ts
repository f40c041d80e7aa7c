import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { distFile } from '../../../src/distFile.ts';
import {
  addonFile,
  type InstalledEngine,
  installedEngines,
  librariesFolder,
} from '../../../src/engine/install/engineRecord.ts';
import type { InstallProgress } from '../../../src/engine/install/progress.ts';

/** The engine that `npm test` installed before the tests began: its real libraries and addon serve as test material. */
export function realEngine(): InstalledEngine {
  const engine = installedEngines().find((candidate) => candidate.fault === undefined);
  assert.ok(engine, 'these tests need an installed engine: run `smoothing-lab engine install`');
  return engine;
}

const folders: string[] = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'smoothing-lab-test-'));
  folders.push(folder);
  return folder;
}

/** An executable file that is a shell script. */
export function script(body: string, name = 'program'): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** A program that answers the installer's question as a Python with this TensorFlow would. */
export function fakePython(answer: { pip?: string; folder?: string; tensorflow?: string } = {}): string {
  const full = { version: '3.11.0', pip: null, folder: null, tensorflow: null, ...answer };
  return script(`printf '{"path":"%s",%s\\n' "$0" '${JSON.stringify(full).slice(1)}'`);
}

/** A Python whose TensorFlow is the real engine's libraries: an installation from it takes a second or two. */
export const pythonWithTensorFlow = (): string =>
  fakePython({ folder: join(realEngine().folder, librariesFolder), tensorflow: realEngine().record.version });

export const prebuiltFolder = (): string => dirname(join(realEngine().folder, addonFile));

export interface RunningCli {
  child: ChildProcess;
  /** All it has written so far to both outputs. */
  output(): string;
  ended: Promise<{ code: number | null; stdout: string; output: string }>;
}

/** Starts the built command line with a cache of its own; the environment's settings for pip are left out. */
export function startCli(args: string[], environment: NodeJS.ProcessEnv): RunningCli {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PIP_|SMOOTHING_LAB_)/i.test(name));
  const env = { ...Object.fromEntries(inherited), ...unreachable, ...environment };
  const child = spawn(process.execPath, [distFile('cli.js'), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { stdout: '', both: '' };
  child.stdout.on('data', (data) => {
    text.stdout += data;
    text.both += data;
  });
  child.stderr.on('data', (data) => {
    text.both += data;
  });
  const ended = new Promise<Awaited<RunningCli['ended']>>((done) =>
    child.once('close', (code) => done({ code, stdout: text.stdout, output: text.both })),
  );
  return { child, output: () => text.both, ended };
}

export const runCli = (args: string[], environment: NodeJS.ProcessEnv): RunningCli['ended'] =>
  startCli(args, environment).ended;

/** No test goes further than this machine: nothing listens at this port. */
const unreachable = {
  HTTPS_PROXY: 'http://127.0.0.1:9',
  PIP_INDEX_URL: 'http://127.0.0.1:9/simple',
  PIP_NO_CACHE_DIR: '1',
  PIP_CONFIG_FILE: '/dev/null',
};

/** Keeps what an installation tells. */
export function recordedProgress(): InstallProgress & { lines: string[] } {
  const lines: string[] = [];
  return { lines, line: (text) => void lines.push(text), bytes: (...state) => void lines.push(state.join(' ')) };
}

/** Waits until `condition` holds, 20 s at most. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 400; i += 1) {
    if (condition()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.fail(`waited in vain until ${what}`);
}

/** A wheel of these files with a RECORD of their checksums; `stated` replaces what RECORD says of a file. */
export function makeWheel(files: Record<string, Buffer>, stated: Record<string, Buffer> = {}): Buffer {
  const lines = Object.entries(files).map(([path, content]) => {
    const digest = createHash('sha256').update(stated[path] ?? content);
    return `${path},sha256=${digest.digest('base64url')},${content.length}\n`;
  });
  const info = 'tensorflow_cpu-2.20.0.dist-info';
  return zip({
    ...files,
    [`${info}/METADATA`]: Buffer.from('Metadata-Version: 2.1\nName: tensorflow-cpu\nVersion: 2.20.0\n'),
    [`${info}/WHEEL`]: Buffer.from('Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n'),
    [`${info}/RECORD`]: Buffer.from(`${lines.join('')}${info}/RECORD,,\n`),
  });
}

export const wheelName = 'tensorflow_cpu-2.20.0-py3-none-any.whl';
const suffix = process.platform === 'darwin' ? '.2.dylib' : '.so.2';
export const libraryFile = `tensorflow/libtensorflow_cc${suffix}`;
export const frameworkFile = `tensorflow/libtensorflow_framework${suffix}`;

/** The files of a TensorFlow wheel in small: the libraries are text and cannot be loaded. */
export const smallTensorFlow = (): Record<string, Buffer> => ({
  [libraryFile]: Buffer.from('library '.repeat(50_000)),
  [frameworkFile]: Buffer.from('framework '.repeat(1_000)),
  'tensorflow/include/tensorflow/c/c_api.h': Buffer.from('// header\n'),
  'tensorflow/python/platform/build_info.py': Buffer.from("build_info = {'is_cuda_build', False}\n"),
  'tensorflow/python/other.py': Buffer.from('print()\n'),
});

/** A zip archive as APPNOTE.TXT describes it: local headers with data, the central directory, its end record. */
export function zip(files: Record<string, Buffer>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path);
    const data = deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version
    common.writeUInt16LE(8, 4); // deflate
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, tail, name]));
    parts.push(local);
    offset += local.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** The checksum of zip and gzip (RFC 1952, section 8); zlib's own came with Node 22. */
function crc32(data: Buffer): number {
  let crc = -1;
  for (const byte of data) crc = (crcTable[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});
