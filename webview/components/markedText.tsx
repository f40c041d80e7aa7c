import type { ComponentChildren, JSX } from 'preact';
import { visibleText } from '../../src/samples/visibleText.ts';
import { t } from '../l10n.ts';
import type { Range } from './wordDifference.ts';

/**
 * `missing`: the hypothesis lacks these words of the reference. `extra`: the reference has no such words. `replaced`:
 * they stand for others.
 */
export type MarkKind = 'missing' | 'extra' | 'replaced';

interface MarkedTextProps {
  text: string;
  marks: readonly Range[];
  kind: MarkKind;
  /** The part to show, the whole text otherwise. */
  part?: Range;
}

/** Text with ranges marked by colour, by line, and by words for a screen reader. */
export function MarkedText({ text, marks, kind, part = { start: 0, end: text.length } }: MarkedTextProps): JSX.Element {
  const pieces: ComponentChildren[] = [];
  let at = part.start;
  for (const { start, end } of marks) {
    const [from, to] = [Math.max(start, at), Math.min(end, part.end)];
    if (from >= to) continue;
    if (from > at) pieces.push(visibleText(text.slice(at, from)));
    pieces.push(
      <Mark key={from} kind={kind}>
        {visibleText(text.slice(from, to))}
      </Mark>,
    );
    at = to;
  }
  if (at < part.end) pieces.push(visibleText(text.slice(at, part.end)));
  return <>{pieces}</>;
}

const elements = { missing: 'del', extra: 'ins', replaced: 'mark' } as const;

function Mark({ kind, children }: { kind: MarkKind; children: ComponentChildren }): JSX.Element {
  const Element = elements[kind];
  const spoken = { missing: t('[missing: '), extra: t('[extra: '), replaced: t('[replaced: ') };
  return (
    <Element class={`mark ${kind}`}>
      <span class="spoken">{spoken[kind]}</span>
      {children}
      <span class="spoken">]</span>
    </Element>
  );
}
