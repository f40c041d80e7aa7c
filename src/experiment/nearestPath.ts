import { basename, dirname, join, resolve, sep } from 'node:path';
import { nearest } from './expected.ts';
import type { Files } from './localFiles.ts';

/** How many folders above what is missing may be missing too. */
const mostAbove = 3;

/**
 * What a path to a file or folder that is not there was most likely meant to be: the path with its first part that is
 * missing replaced by the nearest name in its place, where that leads to something. Paths go from `folder`.
 */
export async function nearestPath(
  path: string,
  wanted: 'file' | 'folder',
  { folder, files, above = 0 }: { folder: string; files: Files; above?: number },
): Promise<string | undefined> {
  const parent = dirname(path);
  const name = basename(path);
  if (parent === path || above > mostAbove) return undefined;
  if ((await files.look(resolve(folder, parent))) === 'folder') {
    const near = nearest(name, await files.list(resolve(folder, parent), wanted));
    return near && written(parent, near);
  }
  const better = await nearestPath(parent, 'folder', { folder, files, above: above + 1 });
  const candidate = better && written(better, name);
  return candidate && (await files.look(resolve(folder, candidate))) === wanted ? candidate : undefined;
}

/** With the separators that experiment files have on every system. */
const written = (parent: string, name: string): string => join(parent, name).replaceAll(sep, '/');
