import { commands } from 'vscode';
import type { Lab } from './lab.ts';
import type { Roots } from './roots.ts';

/** What menus, welcome texts and key bindings of package.json ask for in their `when`. */
export function registerContextKeys(lab: Lab, roots: Roots): void {
  const known = new Map<string, boolean>();
  const set = (name: string, value: boolean): void => {
    if (known.get(name) === value) return;
    known.set(name, value);
    void commands.executeCommand('setContext', `smoothing-lab.${name}`, value);
  };
  const setExperiments = () => set('hasExperiments', roots.experiments().length > 0);
  setExperiments();
  lab.context.subscriptions.push(
    roots.onDidChange(setExperiments),
    lab.onChange(({ index, queue }) => {
      const runs = index.runs();
      set('hasRuns', runs.length > 0);
      const busy = queue.jobs().some(({ state }) => state !== 'ended');
      set('running', busy || runs.some(({ state }) => state.status === 'running'));
    }),
  );
}
