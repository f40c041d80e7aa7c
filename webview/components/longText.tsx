import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { visibleText } from '../../src/samples/visibleText.ts';
import { Button } from '../controls.ts';
import { formatNumber } from '../format.ts';
import { t } from '../l10n.ts';

/** Enough for any sentence that is one. */
const shownAtFirst = 2000;
/** What a page can lay out without a pause that is felt. */
const mostAtOnce = 100_000;

interface LongTextProps {
  length: number;
  /** Draws the first `end` characters. */
  children(end: number): ComponentChildren;
}

/**
 * A text, isolated from what surrounds it so that its direction stays its own; of a very long one the beginning, and
 * the rest on demand.
 */
export function LongText({ length, children }: LongTextProps): JSX.Element {
  const [wanted, setWanted] = useState(shownAtFirst);
  const end = Math.min(length, wanted);
  const left = length - end;
  return (
    <span class="long-text">
      <bdi dir="auto">{children(end)}</bdi>
      {left > 0 && (
        <>
          {'… '}
          <Button onClick={() => setWanted(end + mostAtOnce)}>
            {left <= mostAtOnce
              ? t('Show all {0} characters', formatNumber(length))
              : t('Show {0} more of {1} characters', formatNumber(mostAtOnce), formatNumber(length))}
          </Button>
        </>
      )}
    </span>
  );
}

/** A text that is as it is, of whatever length. */
export function PlainText({ text }: { text: string }): JSX.Element {
  return <LongText length={text.length}>{(end) => visibleText(text.slice(0, end))}</LongText>;
}
