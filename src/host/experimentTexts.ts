import { Uri, workspace } from 'vscode';

/** More than the parser takes, so that it says of itself that a file is too large. */
const mostBytes = 4 * 2 ** 20;

/** A file's name as the parser has it: a path of this machine, or in a virtual workspace one of its own. */
export const pathOf = (uri: Uri): string => (isOnDisk(uri) ? uri.fsPath : uri.path);

/** The file with a path that was found in `base`. */
export const uriOf = (path: string, base: Uri): Uri =>
  isOnDisk(base) ? Uri.file(path) : base.with({ path: path.replaceAll('\\', '/') });

const isOnDisk = ({ scheme }: Uri): boolean => scheme === 'file' || scheme === 'untitled';

/** A file's text: as it is in an editor, saved or not, else as it is stored. Undefined where there is no such file. */
export async function readText(uri: Uri): Promise<string | undefined> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return open.getText();
  const stat = await workspace.fs.stat(uri).then(undefined, () => undefined);
  if (stat === undefined) return undefined;
  if (stat.size > mostBytes) return ' '.repeat(mostBytes);
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}
