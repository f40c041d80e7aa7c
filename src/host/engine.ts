import { l10n, ProgressLocation, window } from 'vscode';
import type { EngineQuestion } from '../launching/engineState.ts';
import type { InstallOutcome } from '../launching/installEngine.ts';
import { mayExecute, registerCommands } from './commands.ts';
import type { Lab } from './lab.ts';
import { tell, tellError } from './tell.ts';
import { findTrainer } from './trainer.ts';

/** Kept once a person has chosen the built-in engine, so that nobody is asked twice. */
const builtInKey = 'engine.builtIn';

export function registerEngine(lab: Lab): void {
  registerCommands(lab, {
    async installEngine() {
      if (!mayExecute()) return;
      const trainer = await findTrainer(lab);
      if (trainer && (await install(lab, trainer))) {
        void tell(l10n.t('TensorFlow is installed.'));
      }
    },
    async engineDoctor() {
      if (!mayExecute()) return;
      const trainer = await findTrainer(lab);
      if (trainer) showDoctor(trainer);
    },
  });
}

/**
 * The trainer with an engine that is there. The first time that one is needed the person is asked whether to install
 * it; undefined where they want nothing of the sort.
 */
export async function withEngine(lab: Lab, trainer: EngineQuestion): Promise<EngineQuestion | undefined> {
  if (trainer.engine === undefined && lab.context.globalState.get(builtInKey)) return { ...trainer, engine: 'wasm' };
  const { engineState } = await import('../launching/engineState.ts');
  const state = await engineState(trainer);
  if (state.state === 'unknown') lab.log.warn(`Whether an engine is installed is not known: ${state.reason}`);
  if (state.state !== 'missing') return trainer;
  const choice = await askForEngine(trainer.python);
  if (choice === 'install') return (await install(lab, trainer)) ? trainer : undefined;
  if (choice !== 'builtIn') return undefined;
  await lab.context.globalState.update(builtInKey, true);
  return { ...trainer, engine: 'wasm' };
}

/** A Python that was named may have a TensorFlow to take: nobody can say yet whether there is anything to download. */
async function askForEngine(python?: string): Promise<'install' | 'builtIn' | undefined> {
  const install = python ? l10n.t('Install TensorFlow') : l10n.t('Install TensorFlow (270 MB)');
  const builtIn = l10n.t('Use the Slower Built-in Engine');
  const source = python
    ? l10n.t('TensorFlow is taken from {0} where that has it, and downloaded once (270 MB) where not.', python)
    : l10n.t('TensorFlow is downloaded once from the Python Package Index and kept in your cache folder.');
  const detail = `${source} ${l10n.t('The built-in engine needs nothing, and takes many times as long.')}`;
  const options = { modal: true, detail };
  const message = l10n.t('Training needs an engine, and TensorFlow is not installed.');
  const chosen = await window.showInformationMessage(message, options, install, builtIn);
  return chosen === install ? 'install' : chosen === builtIn ? 'builtIn' : undefined;
}

let installing: Promise<boolean> | undefined;

/** Whether TensorFlow is there afterwards. Two who need it at the same time wait for one installation. */
async function install(lab: Lab, trainer: EngineQuestion): Promise<boolean> {
  installing ??= installWithProgress(lab, trainer)
    .then((outcome) => settle(lab, trainer, outcome))
    .finally(() => {
      installing = undefined;
    });
  return await installing;
}

async function settle(lab: Lab, trainer: EngineQuestion, outcome: InstallOutcome): Promise<boolean> {
  if (outcome.state === 'installed') await lab.context.globalState.update(builtInKey, undefined);
  // Not waited for: whoever waits for the engine need not wait until this is closed.
  if (outcome.state === 'failed') void tellFailed(lab, trainer, outcome.reason);
  return outcome.state === 'installed';
}

async function installWithProgress(lab: Lab, trainer: EngineQuestion): Promise<InstallOutcome> {
  const { installEngine } = await import('../launching/installEngine.ts');
  const title = l10n.t('Installing TensorFlow');
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return await window.withProgress(options, async (progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    let shown = 0;
    return await installEngine(trainer, {
      signal: abort.signal,
      onProgress({ message, fraction }) {
        lab.log.debug(message);
        const percent = Math.max(shown, 100 * (fraction ?? 0));
        progress.report({ message, increment: percent - shown });
        shown = percent;
      },
    });
  });
}

async function tellFailed(lab: Lab, trainer: EngineQuestion, reason: string): Promise<void> {
  lab.log.error(reason);
  const [showLog, doctor] = [l10n.t('Show Log'), l10n.t('Check the Engine')];
  // The first line says that it failed, and those below, which are indented, why.
  const lines = reason.split('\n');
  const first = lines.findLastIndex((line) => !/^\s/.test(line));
  const what = (lines[first + 1] ?? lines[first] ?? '').trim();
  const message = l10n.t('TensorFlow could not be installed: {0}', what);
  const chosen = await tellError(message, showLog, doctor);
  if (chosen === showLog) lab.log.show();
  if (chosen === doctor) showDoctor(trainer);
}

/** The doctor's findings are a page of text: a terminal shows it best, and keeps it. */
function showDoctor({ node, environment, cli }: EngineQuestion): void {
  const name = l10n.t('Smoothing Lab Engine');
  window
    .createTerminal({
      name,
      shellPath: node,
      shellArgs: [cli, 'engine', 'doctor'],
      env: environment,
      isTransient: true,
    })
    .show();
}
