import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { SampleRecord } from '../../src/runs/events.ts';
import { changedRanges } from '../../src/samples/changedTokens.ts';
import { PlainText } from '../components/longText.tsx';
import { Sequence } from '../components/sequence.tsx';
import { t } from '../l10n.ts';

interface SentencesProps {
  samples: readonly SampleRecord[];
  seed: number;
  areTargetsKnown: boolean;
}

/** Each sentence with its gold sequence and those that are sampled for it. */
export function Sentences({ samples, seed, areTargetsKnown }: SentencesProps): JSX.Element {
  const hint = areTargetsKnown
    ? t(
        'Point at a token, or move to it by the arrow keys, to see the distribution that its position is trained towards.',
      )
    : t('What positions are trained towards is known in training alone.');
  return (
    <>
      <p class="quiet hint">{hint}</p>
      <ol class="examples">
        {sentencesIn(samples).map(([gold, ...sampled]) => (
          <li key={gold.example} value={gold.example + 1}>
            <Sentence gold={gold} sampled={sampled} seed={seed} />
          </li>
        ))}
      </ol>
    </>
  );
}

type Sequences = [gold: SampleRecord, ...sampled: SampleRecord[]];

/** Every gold sequence begins a sentence. */
function sentencesIn(samples: readonly SampleRecord[]): Sequences[] {
  const sentences: Sequences[] = [];
  for (const sample of samples) {
    if (sample.origin === 'reference') sentences.push([sample]);
    else sentences.at(-1)?.push(sample);
  }
  return sentences;
}

function Sentence({ gold, sampled, seed }: { gold: SampleRecord; sampled: SampleRecord[]; seed: number }): JSX.Element {
  return (
    <>
      <div class="sequence">
        <span class="origin-name">{t('Source')}</span>
        <PlainText text={gold.source} />
      </div>
      <Sequence sample={gold} seed={seed} replaced={none} />
      {sampled.map((sample, index) => (
        <Sampled key={index} sample={sample} gold={gold} seed={seed} />
      ))}
    </>
  );
}

const none: never[] = [];

function Sampled({ sample, gold, seed }: { sample: SampleRecord; gold: SampleRecord; seed: number }): JSX.Element {
  const replaced = useMemo(() => changedRanges(sample.text, sample.tokens, gold.tokens), [sample, gold]);
  return <Sequence sample={sample} seed={seed} replaced={replaced} />;
}
