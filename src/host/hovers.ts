import { Hover, languages, MarkdownString, type Position, Range, type TextDocument } from 'vscode';
import { hoverAt } from '../authoring/hover.ts';
import type { Lab } from './lab.ts';
import { experimentSelector, type ParsedExperiments } from './parsedExperiments.ts';
import { explainsAliases } from './yamlExtension.ts';

export function registerHovers(lab: Lab, parsed: ParsedExperiments): void {
  const provider = {
    provideHover(document: TextDocument, position: Position) {
      const included = parsed.latest(document.uri)?.included;
      const found = hoverAt(document.getText(), document.offsetAt(position), included);
      if (found === undefined || (found.kind === 'alias' && explainsAliases(document))) return undefined;
      const range = new Range(document.positionAt(found.start), document.positionAt(found.end));
      return new Hover(new MarkdownString(found.markdown), range);
    },
  };
  lab.context.subscriptions.push(languages.registerHoverProvider(experimentSelector, provider));
}
