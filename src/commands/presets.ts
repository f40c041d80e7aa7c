import { type CorpusName, corpora, usualCorpus } from '../experiment/presets/corpora.ts';
import { describePreset } from '../experiment/presets/describePreset.ts';
import { presetNames } from '../experiment/presets/registry.ts';
import { nearestName } from '../nearestName.ts';
import { exitCodes, UserError } from '../userError.ts';
import type { Command } from './command.ts';
import { choiceOf } from './parameterOptions.ts';

const corpusNames = Object.keys(corpora) as CorpusName[];

/** `presets [NAME]`: the published rows that a variant can name, with reference and parameters. */
export const command: Command = {
  summary: 'List the presets that variants can name, with reference and parameters',
  usage: '[NAME]',
  options: {
    corpus: {
      type: 'string',
      value: 'NAME',
      help: `${corpusNames.join(', ')}: whose constants to show (${usualCorpus}; for NAME: all)`,
    },
    json: { type: 'boolean', help: 'print everything as JSON' },
  },
  async run({ options, positionals, stdout }) {
    const [name, ...others] = positionals;
    if (others.length > 0) throw new UserError('presets takes one name', { fix: 'Give one, or none for all.' });
    if (name !== undefined) requireKnown(name);
    const corpus = options.corpus === undefined ? undefined : choiceOf('corpus', corpusNames, options.corpus as string);
    const shown = corpus === undefined ? (name === undefined ? [usualCorpus] : corpusNames) : [corpus];
    const found = (name === undefined ? presetNames : [name]).map((each) => ({
      name: each,
      ...described(each, shown),
    }));
    stdout.write(options.json ? `${JSON.stringify(found, null, 2)}\n` : `${found.map(asText).join('\n')}\n`);
    return exitCodes.done;
  },
};

function requireKnown(name: string): void {
  if (presetNames.includes(name)) return;
  const nearest = nearestName(name, presetNames);
  const fix = nearest === undefined ? '`smoothing-lab presets` lists them.' : `Did you mean \`${nearest}\`?`;
  throw new UserError(`there is no preset \`${name}\``, { fix });
}

interface Described {
  title: string;
  reference: string;
  /** What the preset chooses, and the corpora with whose constants it is that. */
  choices: { corpora: CorpusName[]; axes: string[] }[];
}

function described(name: string, shown: readonly CorpusName[]): Described {
  const choices: Described['choices'] = [];
  const { title, reference } = describePreset(name, usualCorpus);
  for (const corpus of shown) {
    const { axes } = describePreset(name, corpus);
    const same = choices.find((other) => other.axes.join() === axes.join());
    if (same) same.corpora.push(corpus);
    else choices.push({ corpora: [corpus], axes });
  }
  return { title, reference, choices };
}

function asText({ name, title, reference, choices }: Described & { name: string }): string {
  const lines = choices.flatMap(({ corpora: shared, axes }) => {
    const chosen = axes.length === 0 ? ['the default on every axis'] : axes;
    return choices.length > 1 ? [`${shared.join(', ')}:`, ...chosen.map((line) => `  ${line}`)] : chosen;
  });
  return [name, ...[title, reference, ...lines].map((line) => `  ${line}`)].join('\n');
}
