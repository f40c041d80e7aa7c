import { savedState, saveState } from './channel.ts';

/** How long a page may take to become as long as it was. */
const patienceMilliseconds = 10_000;
/** Time without scrolling after which the place is kept. */
const settledMilliseconds = 300;

const signsOfLife = ['wheel', 'pointerdown', 'touchstart', 'keydown'] as const;

/** Goes back to where the person was before the page was made anew, and keeps where they are from then on. */
export function keepScrollPlace(): void {
  let isHeld = true;
  let settling: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    if (!isHeld) saveState({ scroll: Math.round(window.scrollY) });
  };
  window.addEventListener('scroll', () => {
    clearTimeout(settling);
    settling = setTimeout(keep, settledMilliseconds);
  });
  const { scroll } = savedState();
  holdPlace(typeof scroll === 'number' ? scroll : 0, () => {
    isHeld = false;
  });
}

/**
 * What a page shows arrives bit by bit. The place is taken as soon as the page is long enough for it, and held while
 * what lies above it grows: until the person does anything, and not for long.
 */
function holdPlace(place: number, released: () => void): void {
  const take = (): void => {
    if (document.documentElement.scrollHeight >= place + window.innerHeight) window.scrollTo(0, place);
  };
  const growth = new ResizeObserver(take);
  const release = (): void => {
    growth.disconnect();
    clearTimeout(timer);
    for (const sign of signsOfLife) window.removeEventListener(sign, release, true);
    released();
  };
  const timer = setTimeout(release, place > 0 ? patienceMilliseconds : 0);
  for (const sign of signsOfLife) window.addEventListener(sign, release, true);
  growth.observe(document.body);
}
