import { homedir } from 'node:os';
import { basename } from 'node:path';
import { commands, env, l10n, Uri, window, workspace } from 'vscode';
import type { PageActions } from '../pages/pageSession.ts';
import type { Lab } from './lab.ts';
import { tellFailure } from './log.ts';
import { tell } from './tell.ts';

/** What pages ask for goes the way of every other command, through the same checks. */
export function pageActions(lab: Lab): PageActions {
  const command = (name: string) => (run: string) => void commands.executeCommand(`smoothing-lab.${name}`, { run });
  const attempt = (work: Promise<unknown>) => void work.catch((error) => tellFailure(lab.log, error));
  return {
    stop: command('stop'),
    resume: command('resume'),
    rerun: command('rerun'),
    openRun: command('openRun'),
    openExperiment: command('openExperiment'),
    openSamples: command('openSamples'),
    openLog: command('openLog'),
    compare: (runs) => void commands.executeCommand('smoothing-lab.compare', { runs }),
    save: (name, content) => attempt(save(name, content)),
    copy: (text) => attempt(copy(text)),
    log: (message) => lab.log.warn(message),
  };
}

/** Asks where to, beginning in the workspace. The name may hold that of a variant, which is anybody's text. */
async function save(name: string, content: string | ArrayBuffer): Promise<void> {
  const file = basename(name).replaceAll(/[^\p{L}\p{N}._ -]+/gu, '-');
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const defaultUri = Uri.joinPath(folder ?? Uri.file(homedir()), file);
  const uri = await window.showSaveDialog({ defaultUri });
  if (!uri) return;
  await workspace.fs.writeFile(uri, typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content));
  const open = l10n.t('Open File');
  const saved = await tell(l10n.t('Saved {0}.', workspace.asRelativePath(uri)), open);
  if (saved === open) await commands.executeCommand('vscode.open', uri);
}

async function copy(text: string): Promise<void> {
  await env.clipboard.writeText(text);
  window.setStatusBarMessage(l10n.t('Copied.'), 3000);
}
