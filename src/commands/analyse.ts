import type { AnalysisInput, AnalysisResult } from '../analyses/analysis.ts';
import { type AnalysisName, analyse, analysisNames, missingParts } from '../analyses/registry.ts';
import type { OutputKind } from '../metrics/metric.ts';
import { type TokenizerName, tokenizers } from '../metrics/tokenizers/registry.ts';
import { formatAnalyses } from '../terminal/analysisTable.ts';
import { exitCodes, UserError } from '../userError.ts';
import { readAnalysisInput } from './analysisInput.ts';
import type { Command, CommandInput } from './command.ts';
import { choiceOf } from './parameterOptions.ts';
import { outputOptions } from './readOutputs.ts';

const kinds: readonly OutputKind[] = ['text', 'tags', 'class'];
const tokenizerNames = Object.keys(tokenizers) as TokenizerName[];

/** `analyse`: what scores do not tell of outputs, from plain files. */
export const command: Command = {
  summary: 'Analyse outputs: lengths, n-grams, token frequencies, calibration, confusions, scores of parts of a text',
  usage: '--reference FILE [FILE...] [--source FILE] [--input HYPOTHESES | < HYPOTHESES]',
  options: {
    ...outputOptions,
    source: { type: 'string', short: 's', value: 'FILE', help: 'sources, one a line: scores by their length' },
    'training-source': {
      type: 'string',
      value: 'FILE',
      help: 'sources of the training text: scores by their frequency',
    },
    'training-target': {
      type: 'string',
      value: 'FILE',
      help: 'targets of the training text: what frequent tokens are',
    },
    languages: { type: 'string', value: 'FILE', help: 'language pair of each segment, one a line: scores of each' },
    column: { type: 'string', value: 'N', help: 'column of --languages, where its columns are set apart by tabs' },
    probabilities: {
      ...{ type: 'string', value: 'FILE' },
      help: 'probability of each token, tag or class of each hypothesis, set apart by spaces',
    },
    over: { type: 'string', value: 'KIND', help: `what hypotheses are: ${kinds.join(', ')} (default text)` },
    tokenize: {
      type: 'string',
      value: 'NAME',
      help: `how texts are split: ${tokenizerNames.join(', ')} (default 13a)`,
    },
    only: { type: 'string', value: 'A,B', help: `analyses to make, of ${analysisNames.join(', ')}` },
    json: { type: 'boolean', help: 'print all figures as JSON' },
  },
  async run(input) {
    const { options, stdout } = input;
    const over = choiceOf('over', kinds, (options.over as string | undefined) ?? 'text');
    const tokenize = tokenizerOf(input, over);
    const only = namesOf(options.only as string | undefined);
    const given = await readAnalysisInput(input, { over, tokenize, column: columnNumber(input) });
    const found = chosen(given, only);
    const lacking = only === undefined ? notMade(given) : '';
    stdout.write(options.json ? `${JSON.stringify(found, null, 2)}\n` : formatAnalyses(found) + lacking);
    return exitCodes.done;
  },
};

function tokenizerOf({ options }: CommandInput, over: OutputKind): TokenizerName {
  const name = options.tokenize as string | undefined;
  if (name !== undefined && over !== 'text') {
    throw new UserError(`--tokenize has no effect with --over ${over}`, { fix: 'Leave it out.' });
  }
  return choiceOf('tokenize', tokenizerNames, name ?? '13a');
}

function columnNumber({ options }: CommandInput): number | undefined {
  const text = options.column as string | undefined;
  if (text === undefined) return undefined;
  if (options.languages === undefined) {
    throw new UserError('--column has no effect without --languages', { fix: 'Give --languages FILE too.' });
  }
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new UserError(`--column cannot be \`${text}\``, { fix: 'Give the number of a column, counted from 1.' });
}

const namesOf = (text: string | undefined): AnalysisName[] | undefined =>
  text?.split(',').map((name) => choiceOf('only', analysisNames, name.trim()));

function chosen(input: AnalysisInput, only: AnalysisName[] | undefined): Partial<Record<AnalysisName, AnalysisResult>> {
  for (const name of only ?? []) requireParts(name, input);
  return Object.fromEntries(
    Object.entries(analyse(input)).filter(([name]) => only?.includes(name as AnalysisName) ?? true),
  );
}

function requireParts(name: AnalysisName, input: AnalysisInput): void {
  const missing = missingParts(name, input);
  if (missing?.length === 0) return;
  if (missing) throw new UserError(`${name} needs more than there is`, { fix: `Give ${optionsFor(missing)}.` });
  throw new UserError(`${name} says nothing of ${input.over}`, { fix: 'Choose others, or give another --over.' });
}

/** Which options give what an analysis lacks. */
const givenBy: Partial<Record<keyof AnalysisInput, string>> = {
  sourceLengths: '--source',
  sourceFrequencies: '--source and --training-source',
  groups: '--languages',
  probabilities: '--probabilities',
  calibration: '--probabilities, of tags or classes',
};

const optionsFor = (parts: readonly (keyof AnalysisInput)[]): string =>
  parts.map((part) => givenBy[part] ?? part).join(' and ');

function notMade(input: AnalysisInput): string {
  const lines = analysisNames.flatMap((name) => {
    const missing = missingParts(name, input) ?? [];
    const impossible = input.over === 'text' && missing.includes('calibration');
    return missing.length === 0 || impossible ? [] : [`  ${name}: give ${optionsFor(missing)}\n`];
  });
  return lines.length === 0 ? '' : `Not made:\n${lines.join('')}`;
}
