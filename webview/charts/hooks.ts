import type { RefObject } from 'preact';
import { useLayoutEffect, useReducer } from 'preact/hooks';
import type { ChartView, Layout } from './chartView.ts';

function useRedraw(subscribe: (listener: () => void) => () => void, of: unknown): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  // Before the first drawing, which a parent's layout effect starts and which is not told again.
  useLayoutEffect(() => subscribe(() => redraw(undefined)), [of]);
}

/** Draws the component again whenever the chart was drawn. */
export function useLayoutOf(view: ChartView): Layout | undefined {
  useRedraw((listener) => view.subscribeLayout(listener), view);
  return view.layout;
}

/** Draws the component again whenever the cursor or the shown range moved. */
export function useCursorOf(view: ChartView): number | undefined {
  const { group } = view.props;
  useRedraw((listener) => group.subscribe(listener), group);
  return group.cursor;
}

/** One Tab stop for a row of buttons, arrows within it (WAI-ARIA, "roving tabindex"). A menu in it has its own. */
export function useRovingFocus(container: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const row = container.current;
    if (!row) return;
    const buttons = () =>
      [...row.querySelectorAll('button')].filter((button) => (button.closest('.chart-menu') ?? row).contains(row));
    const stopAt = (chosen: Element | null) => {
      for (const button of buttons()) button.tabIndex = button === chosen ? 0 : -1;
    };
    const focused = ({ target }: FocusEvent) => {
      if (buttons().includes(target as HTMLButtonElement)) stopAt(target as Element);
    };
    const pressed = (event: KeyboardEvent) => {
      const all = buttons();
      const at = all.indexOf(document.activeElement as HTMLButtonElement);
      const next = new Map([
        ['ArrowRight', at + 1],
        ['ArrowDown', at + 1],
        ['ArrowLeft', at - 1],
        ['ArrowUp', at - 1],
        ['Home', 0],
        ['End', all.length - 1],
      ]).get(event.key);
      if (next === undefined || at < 0) return;
      event.preventDefault();
      all[(next + all.length) % all.length]!.focus();
    };
    if (
      !buttons().some(({ tabIndex }) => tabIndex === 0) ||
      buttons().filter(({ tabIndex }) => tabIndex === 0).length > 1
    ) {
      stopAt(buttons()[0] ?? null);
    }
    row.addEventListener('focusin', focused);
    row.addEventListener('keydown', pressed);
    return () => {
      row.removeEventListener('focusin', focused);
      row.removeEventListener('keydown', pressed);
    };
  });
}
