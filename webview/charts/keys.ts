import { toPixel, toValue } from './axis.ts';
import type { ChartView, Layout } from './chartView.ts';

const shifted = 20;
const zoomStep = 1.5;

/** What the keys do on a chart that has the focus. */
export function handleKey(view: ChartView, layout: Layout, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const far = event.shiftKey ? shifted : 1;
  const actions: Record<string, () => void> = {
    ArrowLeft: () => moveCursor(view, layout, -far),
    ArrowRight: () => moveCursor(view, layout, far),
    ArrowUp: () => view.chooseCurve(-1),
    ArrowDown: () => view.chooseCurve(1),
    Home: () => goTo(view, view.xExtent?.min),
    End: () => goTo(view, view.xExtent?.max),
    '+': () => view.zoomX(zoomStep),
    '=': () => view.zoomX(zoomStep),
    '-': () => view.zoomX(1 / zoomStep),
    _: () => view.zoomX(1 / zoomStep),
    PageUp: () => view.panX(-0.5),
    PageDown: () => view.panX(0.5),
    Escape: () => view.reset(),
  };
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}

/** To the point that lies `pixels` on, and at least to the next one. */
function moveCursor(view: ChartView, { x }: Layout, pixels: number): void {
  const { min, max } = view.xRange;
  const cursor = view.props.group.cursor;
  if (cursor === undefined) {
    goTo(view, view.snap(pixels > 0 ? min : max, 0));
    return;
  }
  const there = view.snap(toValue(x, toPixel(x, cursor) + pixels), 0);
  const moves = pixels > 0 ? there > cursor : there < cursor;
  goTo(view, moves ? there : view.snap(cursor, Math.sign(pixels)));
}

/** Puts the cursor at `x`, and that into view. */
function goTo(view: ChartView, x: number | undefined): void {
  if (x === undefined) return;
  const { min, max } = view.xRange;
  const { group, xLog } = view.props;
  const share = xLog
    ? (edge: number) => Math.log(x / edge) / Math.log(max / min)
    : (edge: number) => (x - edge) / (max - min);
  if (group.range && x > max) view.panX(share(max) + 0.1);
  if (group.range && x < min) view.panX(share(min) - 0.1);
  group.setCursor(x);
}
