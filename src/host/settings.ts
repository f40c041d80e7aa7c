import { type Uri, workspace } from 'vscode';

/** The settings that runs are started with; package.json says what each means. Absent: the trainer's own choice. */
export interface RunSettings {
  nodePath: string;
  pythonPath: string;
  engine?: string;
  device?: string;
  threads?: number;
}

export function runSettings(uri?: Uri): RunSettings {
  const settings = workspace.getConfiguration('smoothing-lab', uri);
  const engine = settings.get('engine', 'auto');
  const device = settings.get('device', 'auto');
  const threads = settings.get<number | null>('threads', null);
  return {
    nodePath: String(settings.get('nodePath', '')).trim(),
    pythonPath: String(settings.get('pythonPath', '')).trim(),
    ...(engine !== 'auto' && { engine }),
    ...(device !== 'auto' && { device }),
    ...(threads !== null && { threads }),
  };
}

export const runsAtOnce = (): number => workspace.getConfiguration('smoothing-lab').get('runsAtOnce', 1);

/** Further folders that hold runs, as the person wrote them. VS Code gives what is in the file, of whatever type it is. */
export function extraRunsFolders(): string[] {
  const folders = workspace.getConfiguration('smoothing-lab').get<unknown>('runsFolders', []);
  return [folders].flat().filter((folder): folder is string => typeof folder === 'string' && folder !== '');
}
