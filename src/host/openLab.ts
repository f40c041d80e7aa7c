import { EventEmitter, type ExtensionContext, type LogOutputChannel, workspace } from 'vscode';
import type { Followed, Lab } from './lab.ts';
import { describeFailure } from './log.ts';
import type { Roots } from './roots.ts';
import { runsAtOnce } from './settings.ts';

export function openLab(context: ExtensionContext, log: LogOutputChannel, roots: Roots): Lab {
  const changed = new EventEmitter<Followed>();
  context.subscriptions.push(changed);
  let followed: Promise<Followed> | undefined;
  const follow = (): Promise<Followed> => {
    followed ??= open(context, log, roots, (all) => changed.fire(all)).catch((error) => {
      // The next one who needs it tries again.
      followed = undefined;
      throw error;
    });
    return followed;
  };
  return { context, log, followed: follow, onChange: (listener) => changed.event(listener) };
}

async function open(
  context: ExtensionContext,
  log: LogOutputChannel,
  roots: Roots,
  changed: (followed: Followed) => void,
): Promise<Followed> {
  const [{ createRunIndex }, { openQueue, queueFolder }] = await Promise.all([
    import('../watching/createRunIndex.ts'),
    import('../launching/queue.ts'),
  ]);
  await workspace.fs.createDirectory(context.globalStorageUri);
  const queue = await openQueue({
    folder: queueFolder(context.globalStorageUri.fsPath),
    cli: cliPath(context),
    mayStart: () => workspace.isTrusted,
    log: (message) => log.info(message),
  });
  const index = createRunIndex({ roots: roots.folders(), log: (message) => log.warn(message) });
  const followed = { index, queue };
  const setAtOnce = () => {
    queue.setAtOnce(runsAtOnce()).catch((error) => describeFailure(log, error));
  };
  context.subscriptions.push(
    index,
    queue,
    { dispose: index.onChange(() => changed(followed)) },
    { dispose: queue.onChange(() => changed(followed)) },
    roots.onDidChange(() => index.setRoots(roots.folders())),
    workspace.onDidChangeConfiguration(
      (event) => event.affectsConfiguration('smoothing-lab.runsAtOnce') && setAtOnce(),
    ),
  );
  setAtOnce();
  // Those who wait for a first look are told of it, though nothing changes after it.
  index.refresh().then(
    () => changed(followed),
    (error) => log.error(error),
  );
  return followed;
}

/** The command line, which trains, installs engines and works off the queue. */
export const cliPath = (context: ExtensionContext): string => context.asAbsolutePath('dist/cli.js');
