import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { runChild } from '../../src/engine/install/childProcess.ts';

/** Packs a folder with an extension's `package.json` as it is, into a file that VS Code installs. */
export async function packFolder(folder: string): Promise<string> {
  const file = `${folder}.vsix`;
  const vsce = createRequire(resolve('package.json')).resolve('@vscode/vsce/package.json');
  const options = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', file];
  const args = [join(dirname(vsce), 'vsce'), 'package', ...options];
  const { code, stdout, stderr } = await runChild(process.execPath, args, { cwd: folder });
  if (code !== 0) throw new Error(`the extension in ${folder} could not be packed: ${stdout}${stderr}`);
  return file;
}
