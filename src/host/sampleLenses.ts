import { CodeLens, type CodeLensProvider, l10n, languages, Range, type TextDocument, type Uri } from 'vscode';
import {
  type Neighbours,
  neighboursOf,
  readPlace,
  type SamplesPlace,
  samplesScheme,
  writePlace,
} from '../samples/samplesPlace.ts';
import type { Lab } from './lab.ts';
import type { SamplesDocuments } from './samplesDocument.ts';

/** Ways from a page of samples to others, above its first line. */
export function registerSampleLenses(lab: Lab, documents: SamplesDocuments): void {
  const provider: CodeLensProvider = {
    onDidChangeCodeLenses: documents.onDidChangeSteps,
    async provideCodeLenses({ uri }: TextDocument): Promise<CodeLens[]> {
      const place = readPlace(uri.query);
      if (!place) return [];
      const { index } = await lab.followed();
      return lensesOf(uri, place, neighboursOf(place, await index.sampleSteps(place.run)));
    },
  };
  lab.context.subscriptions.push(languages.registerCodeLensProvider({ scheme: samplesScheme }, provider));
}

function lensesOf(uri: Uri, place: SamplesPlace, neighbours: Neighbours): CodeLens[] {
  const { previousStep, nextStep, newest, previousPage, nextPage, pages, otherSplits } = neighbours;
  const splitNames = { train: l10n.t('Training text'), valid: l10n.t('Validation text'), test: l10n.t('Test text') };
  const number = (step: SamplesPlace | undefined) => step?.step ?? '';
  const lenses = [
    to(uri, previousStep, `$(chevron-left) ${l10n.t('Step {0}', number(previousStep))}`),
    to(uri, nextStep, `${l10n.t('Step {0}', number(nextStep))} $(chevron-right)`),
    to(uri, newest, l10n.t('Follow the newest step')),
    to(uri, previousPage, `$(chevron-left) ${l10n.t('Previous page')}`),
    to(uri, nextPage, `${l10n.t('Next page')} $(chevron-right)`),
    ...otherSplits.map((other) => to(uri, other, splitNames[other.split])),
  ].filter((lens) => lens !== undefined);
  if (pages > 1) {
    const title = l10n.t('Page {0} of {1}…', place.page + 1, pages);
    const command = { title, command: 'smoothing-lab.goToSamplesPage', arguments: [writePlace(place)] };
    lenses.push(new CodeLens(top, command));
  }
  return lenses;
}

const top = new Range(0, 0, 0, 0);

/** A lens that opens another place of the same run, in place of this one where the tab is a preview. */
function to(uri: Uri, place: SamplesPlace | undefined, title: string): CodeLens | undefined {
  if (!place) return undefined;
  const target = uri.with({ query: writePlace(place) });
  return new CodeLens(top, { title, command: 'vscode.open', arguments: [target, { preview: true }] });
}
