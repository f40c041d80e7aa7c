import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../controls.ts';
import { formatNumber } from '../format.ts';
import { t } from '../l10n.ts';

/** Enough for any sentence that is one. */
const shownAtFirst = 2000;

interface LongTextProps {
  length: number;
  /** Draws the first `end` characters. */
  children(end: number): ComponentChildren;
}

/**
 * A text, isolated from what surrounds it so that its direction stays its own; of a very long one the beginning, and
 * all of it on demand.
 */
export function LongText({ length, children }: LongTextProps): JSX.Element {
  const [all, setAll] = useState(false);
  const isCut = length > shownAtFirst && !all;
  return (
    <>
      <bdi class="long-text" dir="auto">
        {children(isCut ? shownAtFirst : length)}
      </bdi>
      {isCut && (
        <>
          {'… '}
          <Button onClick={() => setAll(true)}>{t('Show all {0} characters', formatNumber(length))}</Button>
        </>
      )}
    </>
  );
}
