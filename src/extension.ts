import { type ExtensionContext, window } from 'vscode';
import { registerAnnotationCommands } from './host/annotationCommands.ts';
import { registerContextKeys } from './host/contextKeys.ts';
import { registerDeleteRuns } from './host/deleteRuns.ts';
import { registerEngine } from './host/engine.ts';
import { registerFirstNeed } from './host/firstNeed.ts';
import { tellFailure } from './host/log.ts';
import { registerNotifications } from './host/notifications.ts';
import { registerOpenCommands } from './host/openCommands.ts';
import { openLab } from './host/openLab.ts';
import { pageActions } from './host/pageActions.ts';
import { Panels } from './host/panels.ts';
import { registerPreview } from './host/previewCommand.ts';
import { PreviewPanels } from './host/previewPanels.ts';
import { Roots } from './host/roots.ts';
import { registerRunCommands } from './host/runCommands.ts';
import { registerRunController } from './host/runController.ts';
import { registerSamples } from './host/samples.ts';
import { registerStatusBar } from './host/statusBar.ts';
import { registerStopCommands } from './host/stopCommands.ts';
import { registerRunTree } from './host/treeCommands.ts';

/** Constructs the parts and introduces them to each other. What is costly to load waits until it is needed. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Smoothing Lab', { log: true });
  const roots = new Roots((error) => void tellFailure(log, error));
  context.subscriptions.push(log, roots);
  const lab = openLab(context, log, roots);
  const actions = pageActions(lab);
  const panels = new Panels(lab, actions);
  const tree = registerRunTree(lab);
  const show = (folder: string): void => {
    panels.showRun(folder, { beside: true });
    void tree.reveal(folder);
  };
  registerRunController(lab, show);
  registerRunCommands(lab, show);
  registerStopCommands(lab);
  registerOpenCommands(lab, panels);
  registerPreview(lab, new PreviewPanels(lab, actions));
  registerAnnotationCommands(lab);
  registerSamples(lab);
  registerDeleteRuns(lab, tree);
  registerEngine(lab);
  registerNotifications(lab);
  registerStatusBar(lab);
  registerContextKeys(lab, roots);
  registerFirstNeed(lab, roots);
}
