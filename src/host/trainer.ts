import { existsSync } from 'node:fs';
import { commands, l10n, type Uri } from 'vscode';
import type { EngineQuestion } from '../launching/engineState.ts';
import type { FoundNode } from '../launching/findNode.ts';
import type { JobRequest } from '../launching/job.ts';
import type { Lab } from './lab.ts';
import { cliPath } from './openLab.ts';
import { runSettings } from './settings.ts';
import { tellError } from './tell.ts';

const found = new Map<string, Promise<FoundNode | { problems: string[] }>>();

/** The program that trains, and the engine it is to use; undefined once the person was told that there is none. */
export async function findTrainer(lab: Lab, uri?: Uri): Promise<EngineQuestion | undefined> {
  const trainer = await lookForTrainer(lab, uri);
  if (!('problems' in trainer)) return trainer;
  await tellNoNode(lab, trainer.problems);
  return undefined;
}

/** The same for those who tell it in a place of their own: why there is no program, where there is none. */
export async function lookForTrainer(lab: Lab, uri?: Uri): Promise<EngineQuestion | { problems: string[] }> {
  const { nodePath, pythonPath, engine } = runSettings(uri);
  const node = await findNodeOnce(nodePath);
  if ('problems' in node) return node;
  const environment = { ...node.environment, ...(pythonPath && { SMOOTHING_LAB_PYTHON: pythonPath }) };
  return {
    ...{ cli: cliPath(lab.context), node: node.node, environment },
    ...(engine && { engine }),
    ...(pythonPath && { python: pythonPath }),
  };
}

/** What every job of these settings has in common. */
export function jobSettings(
  trainer: EngineQuestion,
  uri?: Uri,
): Pick<JobRequest, 'node' | 'environment' | 'engine' | 'device' | 'threads'> {
  const { device, threads } = runSettings(uri);
  const { node, environment, engine } = trainer;
  return { node, environment, ...(engine && { engine }), ...(device && { device }), ...(threads && { threads }) };
}

/** Looking starts processes, and what was found holds until it is removed, as by a newer version. */
async function findNodeOnce(setting: string): Promise<FoundNode | { problems: string[] }> {
  const { findNode } = await import('../launching/findNode.ts');
  const known = await found.get(setting);
  if (known && 'node' in known && existsSync(known.node)) return known;
  const search = findNode({ setting, execPath: process.execPath });
  found.set(setting, search);
  return await search;
}

async function tellNoNode(lab: Lab, problems: string[]): Promise<void> {
  for (const problem of problems) lab.log.warn(problem);
  const open = l10n.t('Open Settings');
  const message = l10n.t('No Node.js 20 or newer was found to train with. {0}', problems[0] ?? '');
  if ((await tellError(message, open)) === open) {
    await commands.executeCommand('workbench.action.openSettings', 'smoothing-lab.nodePath');
  }
}
