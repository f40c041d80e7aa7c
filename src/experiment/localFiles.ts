import { opendir, stat } from 'node:fs/promises';

/** What stands at a path. Where that cannot be found out, as for want of permission, it is not known. */
export type Found = 'file' | 'folder' | 'nothing' | 'unknown';

/** How files are looked for. It never throws. */
export interface Files {
  look(path: string): Promise<Found>;
  /** The names of files, or of folders, in a folder: the first few thousand, none where it cannot be read. */
  list(folder: string, of: 'file' | 'folder'): Promise<string[]>;
}

/** More cannot be compared with a name while somebody types. */
const mostEntries = 5000;

/** What cannot be a path at all, such as text with a zero byte or a name that is too long, leads nowhere. */
const leadsNowhere = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'ERR_INVALID_ARG_VALUE']);

/** The files of this machine. */
export const localFiles: Files = {
  look: (path) =>
    stat(path).then(
      (found) => (found.isDirectory() ? 'folder' : 'file'),
      ({ code }: NodeJS.ErrnoException) => (leadsNowhere.has(code ?? '') ? 'nothing' : 'unknown'),
    ),
  async list(folder, of) {
    const names: string[] = [];
    try {
      for await (const entry of await opendir(folder)) {
        if (entry.isSymbolicLink() || entry.isDirectory() === (of === 'folder')) names.push(entry.name);
        if (names.length === mostEntries) break;
      }
    } catch {
      // A folder that cannot be read has no name to suggest.
    }
    return names;
  },
};
