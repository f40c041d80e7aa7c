import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { LongText } from './longText.tsx';
import { MarkedText, type MarkKind } from './markedText.tsx';
import { wordDifference } from './wordDifference.ts';

interface DifferenceProps {
  reference: string;
  hypothesis: string;
  /** Which of the two is drawn, with what sets it apart from the other marked. */
  show: 'reference' | 'hypothesis';
}

const kinds = { reference: 'missing', hypothesis: 'extra' } as const satisfies Record<string, MarkKind>;

/** One of two texts. The words that the other does not have are marked, unless the texts are too long for that. */
export function Difference({ reference, hypothesis, show }: DifferenceProps): JSX.Element {
  const difference = useMemo(() => wordDifference(reference, hypothesis), [reference, hypothesis]);
  const text = show === 'reference' ? reference : hypothesis;
  return (
    <LongText length={text.length}>
      {(end) => <MarkedText text={text} marks={difference?.[show] ?? []} kind={kinds[show]} part={{ start: 0, end }} />}
    </LongText>
  );
}
