import { pathToFileURL } from 'node:url';
import { commands, l10n, Uri, window, workspace } from 'vscode';
import type { EndExplanation } from '../launching/explainEnd.ts';
import type { Job } from '../launching/job.ts';
import { showPlace } from './experimentFile.ts';
import type { Followed, Lab } from './lab.ts';
import { tellError } from './tell.ts';

type EndedJob = Job & { state: 'ended' };

/** Tells once how each job ended that did not end as wanted: the window that gets to forget the job tells of it. */
export function registerNotifications(lab: Lab): void {
  const taken = new Set<string>();
  let latest: Followed | undefined;
  const tellAll = (): void => {
    for (const job of latest?.queue.jobs() ?? []) {
      if (job.state !== 'ended' || taken.has(job.id) || !isHere(job)) continue;
      taken.add(job.id);
      tellEnd(lab, latest!, job).catch((error) => lab.log.error(error));
    }
  };
  lab.context.subscriptions.push(
    lab.onChange((followed) => {
      latest = followed;
      tellAll();
    }),
    window.onDidChangeWindowState(tellAll),
  );
}

/** The window that has the file open as part of its workspace tells; what is in no folder, the window with the focus. */
const isHere = ({ file }: Job): boolean =>
  workspace.getWorkspaceFolder(Uri.file(file)) !== undefined || window.state.focused;

async function tellEnd(lab: Lab, { index, queue }: Followed, job: EndedJob): Promise<void> {
  // What the run has written last says why it ended.
  await index.refresh();
  const [{ explainEnd }, { runsOfJob }] = await Promise.all([
    import('../launching/explainEnd.ts'),
    import('../launching/runsOfJob.ts'),
  ]);
  const runs = runsOfJob(job, index.runs());
  const explanation = explainEnd(job, runs);
  if (!(await queue.forget(job.id))) return;
  lab.log.info(`${job.experiment} ${job.variants?.join(', ') ?? ''} ended: code ${job.code} ${job.signal ?? ''}`);
  if (!explanation) return;
  lab.log.error(`${explanation.title}\n${explanation.detail}\n${job.message}`);
  // What a person has stopped stays so.
  const broken = runs.filter(({ state }) => state.status === 'crashed' || state.status === 'failed');
  await offer(
    lab,
    job,
    explanation,
    broken.map(({ folder }) => folder),
  );
}

/** The runs that the notifications on the screen speak of, by what ended them. */
const shown = new Map<string, Set<string>>();

/** What ends job after job, such as a full disk, is told once; the log and the tree have each of them. */
async function offer(
  lab: Lab,
  job: EndedJob,
  { title, detail, offers, position }: EndExplanation,
  broken: string[],
): Promise<void> {
  const reason = JSON.stringify([detail, offers]);
  const present = shown.get(reason);
  for (const run of broken) present?.add(run);
  if (present) return;
  const runs = new Set(broken);
  shown.set(reason, runs);
  const texts = {
    file: l10n.t('Open File'),
    resume: l10n.t('Resume'),
    install: l10n.t('Install TensorFlow'),
    log: l10n.t('Show Log'),
  };
  const message = sentences([title, ...detail.split('\n')]);
  const chosen = await tellError(message, ...offers.map((name) => texts[name]));
  shown.delete(reason);
  if (chosen === texts.log) lab.log.show();
  if (chosen === texts.install) await commands.executeCommand('smoothing-lab.installEngine');
  if (chosen === texts.resume) {
    const target = runs.size > 0 ? { runs: [...runs] } : { uri: pathToFileURL(job.file).href };
    await commands.executeCommand('smoothing-lab.resume', target);
  }
  if (chosen === texts.file) {
    const { file, line, column } = position ?? { file: job.file, line: 1, column: 1 };
    await showPlace(file, line, column);
  }
}

/** One line: a notification shows no line breaks. */
const sentences = (lines: string[]): string =>
  lines
    .map((line) => line.trim().replace(/\.$/, ''))
    .filter(Boolean)
    .map((line) => `${line}.`)
    .join(' ');
