import { commands, l10n, workspace } from 'vscode';
import type { Lab } from './lab.ts';
import { tellFailure } from './log.ts';
import { tellWarning } from './tell.ts';

/** Registers commands by the part of their names behind `smoothing-lab.`. What a handler throws is told, and logged. */
export function registerCommands(lab: Lab, handlers: Record<string, (...args: unknown[]) => unknown>): void {
  for (const [name, handler] of Object.entries(handlers)) {
    const run = async (...args: unknown[]) => {
      try {
        return await handler(...args);
      } catch (error) {
        await tellFailure(lab.log, error);
      }
    };
    lab.context.subscriptions.push(commands.registerCommand(`smoothing-lab.${name}`, run));
  }
}

/**
 * Whether the workspace may execute code. Asked in every handler that leads to a process, since an entry that is hidden
 * in Restricted Mode can still be reached by a lens, a key binding or a page's message.
 */
export function mayExecute(): boolean {
  if (workspace.isTrusted) return true;
  void offerTrust();
  return false;
}

async function offerTrust(): Promise<void> {
  const manage = l10n.t('Manage Workspace Trust');
  const message = l10n.t('Nothing is run in Restricted Mode. Files and runs can be read.');
  const chosen = await tellWarning(message, manage);
  if (chosen === manage) await commands.executeCommand('workbench.trust.manage');
}
