import { cpSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { exitCodes, UserError } from '../../userError.ts';
import { libraryNames } from './addon.ts';
import { runChild } from './childProcess.ts';
import { addonFile } from './engineRecord.ts';
import type { InstallProgress } from './progress.ts';

const timeoutMs = 10 * 60_000;

/**
 * Runs the install script that tfjs-node-gpu brings along, on a copy of the package in `folder`: it downloads
 * libtensorflow into deps/ and, where one was published, an addon into lib/. Answers whether the addon came too.
 */
export async function runPackageScript(folder: string, progress: InstallProgress): Promise<{ addon: boolean }> {
  const source = packageFolder();
  if (source === undefined) throw failed('the npm package @tensorflow/tfjs-node-gpu is not here');
  for (const name of ['package.json', 'binding.gyp', 'binding', 'scripts']) {
    cpSync(join(source, name), join(folder, name), { recursive: true });
  }
  const modules = dirname(dirname(source));
  const path = `${join(modules, '.bin')}${delimiter}${process.env.PATH}`;
  progress.line("Downloading libtensorflow with tfjs-node's own script...");
  const { stderr, timedOut } = await runChild(process.execPath, ['scripts/install.js', 'cpu', 'download'], {
    cwd: folder,
    env: { ...process.env, NODE_PATH: modules, PATH: path },
    timeoutMs,
  });
  // Its addon is published for few platforms; ours can be compiled against the libraries all the same.
  if (libraryNames(join(folder, 'deps/lib')).length < 2) {
    const error = stderr.split('\n').find((line) => /^\w*Error: /.test(line.trim()));
    throw failed(
      timedOut
        ? 'the download took longer than ten minutes'
        : (error?.trim().replace(/^Error: /, '') ?? 'it left no libraries'),
    );
  }
  return { addon: existsSync(join(folder, addonFile)) };
}

function packageFolder(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json'));
  } catch {
    return undefined;
  }
}

function failed(reason: string): UserError {
  return new UserError(`libtensorflow could not be downloaded: ${reason}`, { exitCode: exitCodes.noEngine });
}
