import { Hover, l10n, languages, MarkdownString, Range } from 'vscode';
import { describeSequence, describeToken } from '../samples/describeSample.ts';
import { sequenceMarkdown, tokenMarkdown } from '../samples/sampleMarkdown.ts';
import { samplesScheme } from '../samples/samplesPlace.ts';
import type { Lab } from './lab.ts';
import type { SamplesDocuments } from './samplesDocument.ts';

/** Explains what the pointer is over: a token and the sequence that it stands in. */
export function registerSampleHovers(lab: Lab, documents: SamplesDocuments): void {
  const provider = languages.registerHoverProvider(
    { scheme: samplesScheme },
    {
      provideHover({ uri }, { line, character }) {
        const found = documents.at(uri, line, character);
        if (!found) return undefined;
        const sequence = markdown(sequenceMarkdown(describeSequence(found.sample, found.seed), l10n.t));
        if (!found.span) return new Hover(sequence);
        const { token, start, end } = found.span;
        const ofToken = markdown(tokenMarkdown(describeToken(token), l10n.t));
        return new Hover([ofToken, sequence], new Range(line, start, line, end));
      },
    },
  );
  lab.context.subscriptions.push(provider);
}

/** Samples are anybody's text: no commands, no HTML, no icons, besides all of it being escaped. */
function markdown(text: string): MarkdownString {
  const string = new MarkdownString(text, false);
  string.isTrusted = false;
  string.supportHtml = false;
  return string;
}
