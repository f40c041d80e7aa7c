import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where everything that can be made again is kept: `SMOOTHING_LAB_CACHE`, else the platform's cache folder. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string {
  if (environment.SMOOTHING_LAB_CACHE) return environment.SMOOTHING_LAB_CACHE;
  const home = environment.HOME || homedir();
  if (platform === 'win32') return join(environment.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'smoothing-lab');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'smoothing-lab');
  return join(environment.XDG_CACHE_HOME || join(home, '.cache'), 'smoothing-lab');
}

export const enginesFolder = (): string => join(cacheFolder(), 'engines');
