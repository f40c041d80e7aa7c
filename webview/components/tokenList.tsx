import type { ComponentChildren, JSX, TargetedEvent } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SampleRecord } from '../../src/runs/events.ts';
import { alignTokens } from '../../src/samples/alignTokens.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import { t } from '../l10n.ts';
import { MarkedText, type MarkKind } from './markedText.tsx';
import { usePopover } from './popover.tsx';
import { TokenDetails } from './tokenDetails.tsx';
import type { Range } from './wordDifference.ts';

interface TokenListProps {
  sample: SampleRecord;
  /** What sets the text apart from the one that it is compared with. */
  marks: readonly Range[];
  kind: MarkKind;
  /** How many characters are shown. */
  end: number;
}

/**
 * A text whose tokens explain themselves to the pointer and to the keyboard: one stop of the Tab key, arrows from
 * token to token. Where the tokens do not add up to the text, they stand below it as they are.
 */
export function TokenList({ sample, marks, kind, end }: TokenListProps): JSX.Element {
  const { text, tokens } = sample;
  const ranges = useMemo(() => alignTokens(text, tokens), [text, tokens]);
  const { container, handlers, tabStop } = useRovingTokens(sample);
  const token = (index: number, children: ComponentChildren, label?: string) => (
    // biome-ignore lint/a11y/useSemanticElements: the text must break and run as text, which a button's does not.
    <span
      key={index}
      role="button"
      class={label === undefined ? 'token' : 'token empty'}
      data-token={index}
      tabIndex={index === tabStop ? 0 : -1}
      aria-label={label}
    >
      {children}
    </span>
  );
  const marked = (part: Range) => <MarkedText text={text} marks={marks} kind={kind} part={part} />;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what can be filled in.
    <span ref={container} role="group" aria-label={t('Tokens')} {...handlers}>
      {ranges ? (
        inText(sample, ranges, end, marked, token)
      ) : (
        <>
          {marked({ start: 0, end })}
          <br />
          {tokens.slice(0, end).map(({ text }, index) => [token(index, visibleText(text)), ' '])}
        </>
      )}
    </span>
  );
}

function inText(
  { tokens }: SampleRecord,
  ranges: readonly Range[],
  end: number,
  marked: (part: Range) => ComponentChildren,
  token: (index: number, children: ComponentChildren, label?: string) => ComponentChildren,
): ComponentChildren[] {
  const pieces: ComponentChildren[] = [];
  let at = 0;
  for (const [index, range] of ranges.entries()) {
    if (range.end > end) break;
    if (range.start > at) pieces.push(marked({ start: at, end: range.start }));
    const isEmpty = range.start === range.end;
    pieces.push(isEmpty ? token(index, '◂', visibleText(tokens[index]?.text ?? '')) : token(index, marked(range)));
    at = range.end;
  }
  pieces.push(marked({ start: at, end }));
  return pieces;
}

function useRovingTokens(sample: SampleRecord) {
  const container = useRef<HTMLSpanElement>(null);
  const popover = usePopover();
  const [tabStop, setTabStop] = useState(0);
  // What is explained is gone when another sequence takes its place.
  useEffect(() => {
    const element = container.current;
    return () => {
      if (element) popover.close(element);
    };
  }, [popover, sample]);

  const explain = (element: HTMLElement | undefined): void => {
    const token = sample.tokens[Number(element?.dataset.token)];
    if (element && token) popover.open(element, <TokenDetails token={token} />);
  };
  const focus = (element: HTMLElement | undefined): void => element?.focus();
  const handlers = {
    onPointerOver: ({ target }: TargetedEvent) => explain(tokenAt(target)),
    onPointerLeave: ({ currentTarget }: TargetedEvent<HTMLElement>) => popover.leave(currentTarget),
    onFocusIn: ({ target }: TargetedEvent) => {
      const element = tokenAt(target);
      if (element === undefined) return;
      setTabStop(Number(element.dataset.token));
      explain(element);
    },
    onFocusOut: ({ currentTarget }: TargetedEvent<HTMLElement>) => popover.close(currentTarget),
    onKeyDown: (event: TargetedEvent<HTMLElement, KeyboardEvent>) => {
      const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-token]')];
      const now = all.indexOf(tokenAt(event.target) as HTMLElement);
      const next: Record<string, () => void> = {
        ArrowRight: () => focus(all[now + 1]),
        ArrowLeft: () => focus(all[now - 1]),
        Home: () => focus(all[0]),
        End: () => focus(all.at(-1)),
        Enter: () => explain(all[now]),
        ' ': () => explain(all[now]),
      };
      if (now < 0 || !next[event.key]) return;
      event.preventDefault();
      next[event.key]?.();
    },
  };
  return { container, handlers, tabStop };
}

const tokenAt = (target: EventTarget | null): HTMLElement | undefined =>
  (target instanceof Element && target.closest<HTMLElement>('[data-token]')) || undefined;
