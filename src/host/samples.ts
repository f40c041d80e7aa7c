import { l10n, Uri, window, workspace } from 'vscode';
import type { Manifest } from '../runs/events.ts';
import {
  firstPlace,
  neighboursOf,
  readPlace,
  type SamplesPlace,
  samplesScheme,
  writePlace,
} from '../samples/samplesPlace.ts';
import { visibleText } from '../samples/visibleText.ts';
import { readTarget } from '../tree/target.ts';
import { registerCommands } from './commands.ts';
import type { Lab } from './lab.ts';
import { runsToActOn } from './pickRuns.ts';
import { registerSampleHovers } from './sampleHovers.ts';
import { registerSampleLenses } from './sampleLenses.ts';
import { runAt, SamplesDocuments } from './samplesDocument.ts';
import { SamplesFiles } from './samplesFiles.ts';
import { tell } from './tell.ts';

/** Samples as read-only documents: the command that opens them, their text, what is hovered, and ways to other pages. */
export function registerSamples(lab: Lab): void {
  const documents = new SamplesDocuments(lab);
  const files = new SamplesFiles(documents);
  lab.context.subscriptions.push(
    documents,
    files,
    workspace.registerFileSystemProvider(samplesScheme, files, { isReadonly: true, isCaseSensitive: true }),
    workspace.onDidCloseTextDocument(({ uri }) => documents.forget(uri)),
  );
  registerSampleLenses(lab, documents);
  registerSampleHovers(lab, documents);
  registerCommands(lab, {
    openSamples: (...args) => openSamples(lab, args),
    goToSamplesPage: (query) => goToPage(lab, query),
  });
}

/** The tab is named by the path, the samples by the query. */
function uriOf(place: SamplesPlace, { variant, seed }: Pick<Manifest, 'variant' | 'seed'>): Uri {
  const name = visibleText(variant).replaceAll(/[/\\]/g, '-').slice(0, 60);
  const path = `/${name} ${l10n.t('seed {0}', seed)} · ${l10n.t('Samples')}`;
  return Uri.from({ scheme: samplesScheme, path, query: writePlace(place) });
}

async function openSamples(lab: Lab, args: readonly unknown[]): Promise<void> {
  const { index } = await lab.followed();
  const [run] = await runsToActOn(index, readTarget(args), { title: l10n.t('Open Samples') });
  if (!run) return;
  const place = firstPlace(run.folder, await index.sampleSteps(run.folder));
  if (place) await window.showTextDocument(uriOf(place, run.manifest), { preview: true });
  else void tell(l10n.t('This run has no samples yet.'));
}

async function goToPage(lab: Lab, query: unknown): Promise<void> {
  const current = window.activeTextEditor?.document.uri;
  const own = current?.scheme === samplesScheme ? current.query : '';
  const place = readPlace(typeof query === 'string' ? query : own);
  if (!place) {
    void tell(l10n.t('Open the samples of a run first.'));
    return;
  }
  const { index } = await lab.followed();
  const run = await runAt(index, place.run);
  if (!run) return;
  const { pages } = neighboursOf(place, await index.sampleSteps(run.folder));
  const prompt = l10n.t('Give a page from 1 to {0}.', pages);
  const isPage = (text: string) => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= pages;
  const page = await window.showInputBox({
    prompt,
    value: String(place.page + 1),
    validateInput: (text) => (isPage(text) ? undefined : prompt),
  });
  if (page !== undefined && isPage(page)) {
    await window.showTextDocument(uriOf({ ...place, page: Number(page) - 1 }, run.manifest), { preview: true });
  }
}
