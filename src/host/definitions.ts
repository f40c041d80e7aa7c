import { isAbsolute } from 'node:path';
import { type LocationLink, languages, type Position, Range, type TextDocument, Uri, workspace } from 'vscode';
import { type Definition, definitionAt } from '../authoring/definition.ts';
import { runFiles } from '../runs/events.ts';
import { uriOf } from './experimentTexts.ts';
import type { Lab } from './lab.ts';
import { experimentSelector, type ParsedExperiments } from './parsedExperiments.ts';
import { yamlExtension } from './yamlExtension.ts';

/** From an alias to its anchor, from a name of a file or a run to that. A run is shown by its manifest. */
export function registerDefinitions(lab: Lab, parsed: ParsedExperiments): void {
  const provider = {
    async provideDefinition(document: TextDocument, position: Position): Promise<LocationLink[]> {
      const included = parsed.latest(document.uri)?.included;
      const found = definitionAt(document.getText(), document.offsetAt(position), included);
      // Another extension leads from an alias to what is anchored, if not from the anchor itself.
      const isTold = found && 'place' in found && found.place.start !== found.from.start && yamlExtension();
      const target = found && !isTold && (await targetOf(found, document));
      return target ? [{ originSelectionRange: rangeOf(found.from, document), ...target }] : [];
    },
  };
  lab.context.subscriptions.push(languages.registerDefinitionProvider(experimentSelector, provider));
}

const rangeOf = ({ start, end }: { start: number; end: number }, document: TextDocument): Range =>
  new Range(document.positionAt(start), document.positionAt(end));

/** What is not there has no place to go to. */
async function targetOf(
  found: Definition,
  document: TextDocument,
): Promise<Pick<LocationLink, 'targetUri' | 'targetRange'> | undefined> {
  if ('place' in found) return { targetUri: document.uri, targetRange: rangeOf(found.place, document) };
  const named = 'file' in found ? found.file : found.run;
  const place = isAbsolute(named) ? uriOf(named, document.uri) : Uri.joinPath(folderOf(document), named);
  const targetUri = 'run' in found ? Uri.joinPath(place, runFiles.manifest) : place;
  const exists = await workspace.fs.stat(targetUri).then(
    () => true,
    () => false,
  );
  return exists ? { targetUri, targetRange: new Range(0, 0, 0, 0) } : undefined;
}

const folderOf = ({ uri }: TextDocument): Uri =>
  Uri.joinPath(uri.scheme === 'untitled' ? Uri.file(uri.fsPath) : uri, '..');
