import { bleu } from '../../src/metrics/bleu.ts';
import { createRunFolder } from '../../src/runs/runFolder.ts';
import { exampleManifest, exampleSample } from './exampleRuns.ts';

const parameters = bleu.parameters.parse({});

export interface TestedRunOptions {
  variant: string;
  seed: number;
  texts: readonly string[];
  references: readonly string[];
  /** How many of the hypotheses are kept: all. */
  kept?: number;
}

/** A finished run whose test text was translated like this, scored by BLEU. Answers with its folder. */
export function writeTestedRun(
  parent: string,
  { variant, seed, texts, references, kept = texts.length }: TestedRunOptions,
): string {
  const settings = { metrics: [{ kind: 'bleu', ...parameters }] };
  const writer = createRunFolder(parent, exampleManifest({ variant, seed, id: `${variant}${seed}`, settings }));
  const { score } = bleu.score(texts, [references], parameters);
  const measured = { nll: 2, accuracy: 0.5, tokens: 10, scores: { bleu: score }, signatures: {}, seconds: 1 };
  writer.event({ kind: 'started', totalSteps: 3, stepsPerEpoch: 3, parameters: 10 });
  writer.event({ kind: 'evaluated', step: 3, epoch: 1, objective: 2, best: true, ...measured });
  writer.sample(exampleSample(3));
  writer.event({ kind: 'tested', step: 3, ...measured });
  for (const [example, text] of texts.slice(0, kept).entries()) {
    const reference = references[example] as string;
    const scores = { bleu: bleu.sentenceScore(text, [reference], parameters) };
    const about = { example, split: 'test', origin: 'beam', source: `source ${example}`, reference } as const;
    writer.sample(exampleSample(3, { ...about, text, tokens: [], scores }));
  }
  writer.event({ kind: 'ended', step: 3, state: 'done', code: 'planned', reason: 'planned steps done', seconds: 4 });
  writer.close();
  return writer.folder;
}

/** Sentences of eight words, of which each hypothesis has some wrong ones: the same for the same arguments. */
export function exampleText(sentences: number, wrong: (sentence: number, word: number) => boolean) {
  const words = (sentence: number, hit: (word: number) => boolean) =>
    Array.from({ length: 8 }, (_, word) => (hit(word) ? `wrong${word}` : `w${(sentence * 7 + word * 3) % 50}`)).join(
      ' ',
    );
  const all = Array.from({ length: sentences }, (_, sentence) => sentence);
  return {
    references: all.map((sentence) => words(sentence, () => false)),
    texts: all.map((sentence) => words(sentence, (word) => wrong(sentence, word))),
  };
}
