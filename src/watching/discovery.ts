import { type FSWatcher, watch } from 'node:fs';
import { listRuns } from '../runs/findRuns.ts';

/** Systems limit how many folders a user's processes may watch in all. */
const mostWatchers = 200;

/**
 * Finds run folders below the roots. Folders in which new runs can appear are watched as well, so that it is known at
 * once when to look; disks that do not notify, and folders beyond the limit, wait for the next look.
 */
export class Discovery {
  roots: readonly string[] = [];
  private readonly watchers = new Map<string, FSWatcher>();

  constructor(private readonly onHint: () => void) {}

  /** The runs below the roots, each once. `isKnown` saves looking into what was found before. */
  async find(isKnown: (folder: string) => boolean): Promise<Set<string>> {
    const passed = new Set<string>();
    const search = { isKnown, onFolder: (folder: string) => void passed.add(folder) };
    const found = await Promise.all(this.roots.map((root) => listRuns(root, search)));
    this.watchOnly(passed);
    return new Set(found.flat());
  }

  dispose(): void {
    this.watchOnly(new Set());
  }

  private watchOnly(folders: ReadonlySet<string>): void {
    for (const [folder, watcher] of this.watchers) if (!folders.has(folder)) this.unwatch(folder, watcher);
    for (const folder of folders) {
      if (!this.watchers.has(folder) && this.watchers.size < mostWatchers) this.watch(folder);
    }
  }

  private watch(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, this.onHint);
      watcher.on('error', () => this.unwatch(folder, watcher));
      this.watchers.set(folder, watcher);
    } catch {
      // It is gone, or the system watches no more folders: the next look will tell.
    }
  }

  private unwatch(folder: string, watcher: FSWatcher): void {
    watcher.close();
    this.watchers.delete(folder);
  }
}
