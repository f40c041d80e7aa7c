import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { distFile } from '../../src/distFile.ts';
import { runChild } from '../../src/engine/install/childProcess.ts';

/** The package as a user gets it, made once for each build. */
export async function packageExtension(): Promise<string> {
  const file = distFile('test/smoothing-lab.vsix');
  const built = statSync(distFile('metafile.json')).mtimeMs;
  if (existsSync(file) && statSync(file).mtimeMs > built) return file;
  const { code, stdout, stderr } = await runChild(process.execPath, [join('build', 'package.mjs'), '--out', file]);
  if (code !== 0) throw new Error(`the package could not be made: ${stdout}${stderr}`);
  return file;
}
