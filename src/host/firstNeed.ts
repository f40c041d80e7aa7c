import { type TextDocument, workspace } from 'vscode';
import { readTarget } from '../tree/target.ts';
import { registerCommands } from './commands.ts';
import type { Lab } from './lab.ts';
import { tellFailure } from './log.ts';
import { isExperiment, type Roots } from './roots.ts';

/**
 * Loads what is costly at its first need: help with writing when an experiment file is opened, runs and jobs when
 * there is a folder that may hold some. A workspace without experiments loads neither.
 */
export function registerFirstNeed(lab: Lab, roots: Roots): void {
  let authoring: Promise<void> | undefined;
  const help = (document: TextDocument): void => {
    if (!isExperiment(document.uri) || authoring) return;
    authoring = import('./authoring.ts').then(({ registerAuthoring }) => registerAuthoring(lab));
    authoring.catch((error) => {
      // The next file that is opened tries again.
      authoring = undefined;
      return tellFailure(lab.log, error);
    });
  };
  const follow = (): void => {
    if (roots.folders().length > 0) lab.followed().catch((error) => tellFailure(lab.log, error));
  };
  lab.context.subscriptions.push(workspace.onDidOpenTextDocument(help), roots.onDidChange(follow));
  registerCommands(lab, {
    async newExperiment(...args) {
      const { newExperiment } = await import('./newExperiment.ts');
      await newExperiment(readTarget(args));
    },
  });
  workspace.textDocuments.forEach(help);
  follow();
  roots.find();
}
