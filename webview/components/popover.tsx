import { type ComponentChildren, createContext, type JSX } from 'preact';
import { useCallback, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';

interface Shown {
  anchor: HTMLElement;
  content: ComponentChildren;
}

interface PopoverControl {
  open(anchor: HTMLElement, content: ComponentChildren): void;
  /** Closes it where it belongs to this element or to one within. */
  close(within: Element): void;
  /** As `close`, unless the pointer reaches the popover first. */
  leave(within: Element): void;
}

const Popover = createContext<PopoverControl>({ open: () => {}, close: () => {}, leave: () => {} });
export const usePopover = (): PopoverControl => useContext(Popover);

const popoverId = 'popover';
/** Time to move the pointer from a token to its popover. */
const graceMilliseconds = 200;

/**
 * The page's one popover, which explains the element that has the focus or the pointer. It stays while the pointer is
 * over it, and Escape closes it (WCAG 2.2, 1.4.13).
 */
export function PopoverArea({ children }: { children: ComponentChildren }): JSX.Element {
  const [shown, setShown] = useState<Shown>();
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stay = useCallback(() => clearTimeout(leaving.current), []);
  const close = useCallback(
    (within: Element) => setShown((now) => (now && within.contains(now.anchor) ? undefined : now)),
    [],
  );
  const control = useMemo((): PopoverControl => {
    const open = (anchor: HTMLElement, content: ComponentChildren): void => {
      stay();
      setShown({ anchor, content });
    };
    const leave = (within: Element): void => {
      stay();
      leaving.current = setTimeout(() => close(within), graceMilliseconds);
    };
    return { open, close, leave };
  }, [close, stay]);
  return (
    <Popover.Provider value={control}>
      {children}
      {shown && (
        <PopoverBox
          shown={shown}
          close={() => setShown(undefined)}
          stay={stay}
          leave={() => control.leave(shown.anchor)}
        />
      )}
    </Popover.Provider>
  );
}

interface PopoverBoxProps {
  shown: Shown;
  close(): void;
  stay(): void;
  leave(): void;
}

function PopoverBox({ shown: { anchor, content }, close, stay, leave }: PopoverBoxProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (box.current) place(box.current, anchor);
  });
  useEffect(() => {
    const moved = (): void => {
      if (!anchor.isConnected) close();
      else if (box.current) place(box.current, anchor);
    };
    const pressed = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') close();
    };
    anchor.setAttribute('aria-describedby', popoverId);
    window.addEventListener('scroll', moved, true);
    window.addEventListener('resize', moved);
    window.addEventListener('keydown', pressed);
    return () => {
      anchor.removeAttribute('aria-describedby');
      window.removeEventListener('scroll', moved, true);
      window.removeEventListener('resize', moved);
      window.removeEventListener('keydown', pressed);
    };
  }, [anchor, close]);
  return (
    <div ref={box} id={popoverId} class="popover" role="tooltip" onPointerEnter={stay} onPointerLeave={leave}>
      {content}
    </div>
  );
}

const gap = 4;

/** Below the anchor, or above it where there is more room; never beyond the page's edge. */
function place(box: HTMLElement, anchor: HTMLElement): void {
  const { left, top, bottom } = anchor.getClientRects()[0] ?? anchor.getBoundingClientRect();
  const { innerWidth, innerHeight } = window;
  const isBelow = innerHeight - bottom >= Math.min(box.scrollHeight + gap, top);
  const room = (isBelow ? innerHeight - bottom : top) - 2 * gap;
  box.style.maxHeight = `${Math.max(80, room)}px`;
  box.style.left = `${Math.max(gap, Math.min(left, innerWidth - box.offsetWidth - gap))}px`;
  box.style.top = isBelow ? `${bottom + gap}px` : `${Math.max(gap, top - gap - box.offsetHeight)}px`;
}
