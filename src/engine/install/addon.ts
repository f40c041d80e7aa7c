import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { distFile } from '../../distFile.ts';
import { exitCodes, UserError } from '../../userError.ts';
import { quietAddonName } from '../quietly.ts';
import { lastLine, runChild } from './childProcess.ts';
import { diskFull } from './diskSpace.ts';
import { addonFile, librariesFolder, platformName } from './engineRecord.ts';

export interface Compiler {
  path: string;
  version: string;
}

/** The first C++ compiler that starts: CXX, g++, clang++, c++. */
export async function findCompiler(): Promise<Compiler | undefined> {
  const chosen = process.env.CXX ? [process.env.CXX] : [];
  for (const path of [...chosen, 'g++', 'clang++', 'c++']) {
    const { code, stdout } = await runChild(path, ['--version']);
    if (code === 0) return { path, version: stdout.split('\n')[0] ?? '' };
  }
  return undefined;
}

/** How the addon between Node and TensorFlow's libraries is come by. */
export type AddonRecipe = { how: 'prebuilt'; folder: string } | { how: 'compiled'; compiler: Compiler };

/** Throws a UserError that says what to install when there is neither a prebuilt addon nor a compiler. */
export async function findAddonRecipe(): Promise<AddonRecipe> {
  const folder = prebuiltFolder();
  if (existsSync(join(folder, basename(addonFile)))) return { how: 'prebuilt', folder };
  const compiler = await findCompiler();
  if (compiler) return { how: 'compiled', compiler };
  throw new UserError(`there is no C++ compiler, and no prebuilt addon for ${platformName} comes with this version`, {
    fix: compilerAdvice(),
    exitCode: exitCodes.noEngine,
  });
}

/** Beside the build, or where an administrator keeps one for machines without a compiler. */
const prebuiltFolder = (): string => process.env.SMOOTHING_LAB_PREBUILT || distFile(`../prebuilt/${platformName}`);

export function compilerAdvice(): string {
  if (process.platform === 'darwin') return 'Install one with `xcode-select --install`.';
  if (process.platform === 'win32') return 'Use the wasm engine (`--engine wasm`), or Windows Subsystem for Linux.';
  return 'Install g++: `sudo apt-get install g++` (Debian, Ubuntu), `sudo dnf install gcc-c++` (Fedora), `apk add g++` (Alpine).';
}

/**
 * Puts the addon into the engine's folder, whose libraries are there already. `headers` is TensorFlow's include folder.
 * The addon uses TensorFlow's C interface alone, which is stable: one addon loads every TensorFlow 2 from 2.9 on.
 */
export async function placeAddon(recipe: AddonRecipe, engineFolder: string, headers: string): Promise<void> {
  const target = join(engineFolder, addonFile);
  mkdirSync(dirname(target), { recursive: true });
  if (recipe.how === 'prebuilt') return cpSync(recipe.folder, dirname(target), { recursive: true });
  const bindingSources = readdirSync(distFile('addon/binding')).filter((name) => name.endsWith('.cc'));
  const libraries = join(engineFolder, librariesFolder);
  await compile(recipe.compiler, target, [
    ...bindingSources.map((name) => distFile(`addon/binding/${name}`)),
    ...['-I', headers],
    ...(process.platform === 'darwin' ? darwinLink(libraries) : linuxLink(libraries)),
  ]);
  await compile(recipe.compiler, join(dirname(target), quietAddonName), [distFile('addon/quietStderr.cc')]);
}

async function compile(compiler: Compiler, target: string, args: string[]): Promise<void> {
  const lookup = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
  const flags = ['-std=c++17', '-O2', '-shared', '-fPIC', '-w', '-DNAPI_VERSION=8', ...lookup];
  const result = await runChild(compiler.path, [...flags, '-I', distFile('addon/include'), ...args, '-o', target]);
  if (result.code === 0) return;
  if (/No space left on device/.test(result.stderr)) throw diskFull(`the compiler could not write ${target}`);
  const reason = result.startError?.message ?? firstError(result.stderr);
  throw new UserError(`${compiler.path} could not compile the addon: ${reason}`, {
    fix: `Install another C++17 compiler and name it in CXX. ${compilerAdvice()}`,
    exitCode: exitCodes.noEngine,
  });
}

/** The path from the addon to its libraries is relative, so that the folder can be renamed when it is complete. */
const relativePath = (origin: string) => `-Wl,-rpath,${origin}/../../${librariesFolder}`;

const linuxLink = (folder: string) => [
  '-L',
  folder,
  ...libraryNames(folder).map((name) => `-l:${name}`),
  relativePath('$ORIGIN'),
];

const darwinLink = (folder: string) => [
  ...libraryNames(folder).map((name) => join(folder, name)),
  relativePath('@loader_path'),
];

/** TensorFlow's two shared libraries on Linux and macOS; the C distribution's lacks the `_cc`. */
export const isLibrary = (name: string): boolean => /^libtensorflow(_cc|_framework)?(\.so\.2|\.2\.dylib)$/.test(name);

export function libraryNames(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter(isLibrary).sort() : [];
}

const firstError = (text: string) => text.split('\n').find((line) => line.includes('error')) ?? lastLine(text);
