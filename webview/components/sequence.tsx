import type { JSX, TargetedEvent } from 'preact';
import { useMemo } from 'preact/hooks';
import type { SampleRecord } from '../../src/runs/events.ts';
import { originName } from '../../src/samples/names.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import { formatNumber } from '../format.ts';
import { t } from '../l10n.ts';
import { LongText } from './longText.tsx';
import { usePopover } from './popover.tsx';
import { SequenceDetails } from './tokenDetails.tsx';
import { TokenList } from './tokenList.tsx';
import { type Range, wordDifference } from './wordDifference.ts';

interface SequenceProps {
  sample: SampleRecord;
  seed?: number;
  /** What a reference is compared with; hypotheses are compared with their reference. */
  hypothesis?: string;
  /** What of the text stands for other words, where that is known and no comparison is needed. */
  replaced?: readonly Range[];
}

/** A sampled or decoded text with what was measured of it, as a whole and token by token. */
export function Sequence({ sample, seed, hypothesis, replaced }: SequenceProps): JSX.Element {
  const { text, reference, origin } = sample;
  const isReference = origin === 'reference';
  const marks = useMemo(() => {
    if (replaced) return replaced;
    if (!isReference) return wordDifference(reference, text)?.hypothesis ?? [];
    return hypothesis === undefined ? [] : (wordDifference(text, hypothesis)?.reference ?? []);
  }, [isReference, reference, text, hypothesis, replaced]);
  const kind = replaced ? 'replaced' : isReference ? 'missing' : 'extra';
  return (
    <div class="sequence">
      <Origin sample={sample} seed={seed} />
      <LongText length={text.length}>
        {(end) => <TokenList sample={sample} marks={marks} kind={kind} end={end} />}
      </LongText>
    </div>
  );
}

function Origin({ sample, seed }: Pick<SequenceProps, 'sample' | 'seed'>): JSX.Element {
  const popover = usePopover();
  const explain = ({ currentTarget }: TargetedEvent<HTMLElement>): void =>
    popover.open(currentTarget, <SequenceDetails sample={sample} seed={seed} />);
  return (
    <button
      type="button"
      class="origin"
      onFocus={explain}
      onClick={explain}
      onPointerEnter={explain}
      onBlur={({ currentTarget }) => popover.close(currentTarget)}
      onPointerLeave={({ currentTarget }) => popover.leave(currentTarget)}
    >
      {visibleText(originName(sample.origin, t))}
      <span class="quiet">{inShort(sample).map((figure) => ` · ${figure}`)}</span>
    </button>
  );
}

/** The two or three figures that tell sequences of one example apart. */
function inShort({ logProbability, distance, reward, weight }: SampleRecord): string[] {
  const figures = [
    typeof logProbability === 'number' && t('log p {0}', formatNumber(logProbability)),
    typeof distance === 'number' && t('distance {0}', formatNumber(distance)),
    typeof reward === 'number' && t('reward {0}', formatNumber(reward)),
    typeof weight === 'number' && t('weight {0}', formatNumber(weight)),
  ];
  return figures.filter((figure) => figure !== false);
}
