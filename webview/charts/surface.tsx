import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../l10n.ts';
import { toValue } from './axis.ts';
import type { ChartView, Layout } from './chartView.ts';
import { Cursor } from './cursor.tsx';
import { useLayoutOf } from './hooks.ts';
import { handleKey } from './keys.ts';
import { Marks } from './markLayer.tsx';
import { pixels } from './pixels.ts';

interface Drag {
  pans: boolean;
  from: { x: number; y: number };
  to: { x: number; y: number };
}

/** Pixels that a pointer must move along an axis before a drag selects a part of it. */
const slack = 12;

/** What lies over the canvas: it takes pointer and keys, and shows cursor, values and marks. */
export function Surface({ view }: { view: ChartView }) {
  const layout = useLayoutOf(view);
  if (!layout) return null;
  return <LaidOutSurface view={view} layout={layout} />;
}

function LaidOutSurface({ view, layout }: { view: ChartView; layout: Layout }) {
  const surface = useRef<HTMLDivElement>(null);
  // Events come faster than renderings, so what they go by is kept beside what is drawn.
  const current = useRef<Drag>(undefined);
  const [drag, draw] = useState<Drag>();
  const setDrag = (next: Drag | undefined) => {
    current.current = next;
    draw(next);
  };
  const [focused, setFocused] = useState(false);
  const { x, y } = layout;
  const box = { left: x.start, top: y.start + y.size, width: x.size, height: -y.size };

  useWheel(surface, view);
  const place = ({ clientX, clientY }: PointerEvent) => {
    const { left, top } = surface.current!.getBoundingClientRect();
    return { x: clientX - left + x.start, y: clientY - top + box.top };
  };
  const pressed = (event: PointerEvent) => {
    if (event.button !== 0) return;
    surface.current!.setPointerCapture(event.pointerId);
    setDrag({ pans: event.shiftKey, from: place(event), to: place(event) });
  };
  const moved = (event: PointerEvent) => {
    const to = place(event);
    view.props.group.setCursor(toValue(x, Math.max(x.start, Math.min(x.start + x.size, to.x))));
    const before = current.current;
    if (!before) return;
    if (before.pans) {
      view.panX((before.to.x - to.x) / x.size);
      if (view.yRange) view.panY((before.to.y - to.y) / y.size);
    }
    setDrag({ ...before, to });
  };
  const released = () => {
    if (current.current && !current.current.pans) select(view, layout, current.current);
    setDrag(undefined);
  };

  return (
    <>
      <div
        ref={surface}
        class={drag?.pans ? 'chart-surface panning' : 'chart-surface'}
        style={pixels(box)}
        role="application"
        aria-roledescription={t('chart')}
        aria-label={view.props.title}
        aria-description={t(
          'Arrow keys left and right move the cursor, with Shift further; up and down choose the curve; Home and End go to the ends; plus and minus zoom; Page Up and Page Down pan; Escape shows everything.',
        )}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys of its own
        tabIndex={0}
        onPointerDown={pressed}
        onPointerMove={moved}
        onPointerUp={released}
        onPointerCancel={() => setDrag(undefined)}
        onPointerLeave={() => drag || focused || view.props.group.setCursor(undefined)}
        onDblClick={() => view.reset()}
        onKeyDown={(event) => handleKey(view, layout, event)}
        onFocus={() => setFocused(true)}
        onBlur={() => {
          setFocused(false);
          view.props.group.setCursor(undefined);
        }}
      >
        {drag && !drag.pans && <Selection drag={drag} layout={layout} />}
      </div>
      <Cursor view={view} layout={layout} speaks={focused} />
      <Marks view={view} layout={layout} />
    </>
  );
}

/** Which axes a drag chooses a part of: both, or the one along which it moved. */
function chosenAxes({ from, to }: Drag): { x: boolean; y: boolean } {
  const [wide, high] = [Math.abs(to.x - from.x) >= slack, Math.abs(to.y - from.y) >= slack];
  return { x: wide, y: high && (!wide || Math.abs(to.y - from.y) >= 2 * slack) };
}

function select(view: ChartView, { x, y }: Layout, drag: Drag): void {
  const axes = chosenAxes(drag);
  const along = (axis: typeof x, one: number, other: number) => {
    const [start, end] = [axis.start, axis.start + axis.size].sort((left, right) => left - right) as [number, number];
    const values = [one, other].map((pixel) => toValue(axis, Math.max(start, Math.min(end, pixel))));
    return { min: Math.min(...values), max: Math.max(...values) };
  };
  if (axes.y) view.setYRange(along(y, drag.from.y, drag.to.y));
  if (axes.x) view.setXRange(along(x, drag.from.x, drag.to.x));
}

function Selection({ drag, layout: { x, y } }: { drag: Drag; layout: Layout }) {
  const axes = chosenAxes(drag);
  if (!axes.x && !axes.y) return null;
  const [left, right] = axes.x
    ? [drag.from.x, drag.to.x].sort((one, other) => one - other)
    : [x.start, x.start + x.size];
  const [top, bottom] = axes.y
    ? [drag.from.y, drag.to.y].sort((one, other) => one - other)
    : [y.start + y.size, y.start];
  const box = { left: left! - x.start, top: top! - y.start - y.size, width: right! - left!, height: bottom! - top! };
  return <div class="chart-selection" style={pixels(box)} />;
}

/**
 * Ctrl or Cmd and the wheel zooms x, with Shift y; a plain wheel scrolls the page, over a chart as elsewhere. Sideways
 * wheels pan where there is something to pan.
 */
function useWheel(surface: { current: HTMLDivElement | null }, view: ChartView): void {
  useEffect(() => {
    const element = surface.current!;
    const turned = (event: WheelEvent) => {
      const { layout } = view;
      if (!layout) return;
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
      const { left, top } = element.getBoundingClientRect();
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const factor = Math.exp(-(sideways ? event.deltaX : event.deltaY) / 400);
        const { x, y } = layout;
        if (event.shiftKey) view.zoomY(factor, toValue(y, event.clientY - top + y.start + y.size));
        else view.zoomX(factor, toValue(x, event.clientX - left + x.start));
      } else if (sideways && !event.shiftKey && view.props.group.range) {
        event.preventDefault();
        view.panX(event.deltaX / layout.x.size);
      }
    };
    element.addEventListener('wheel', turned, { passive: false });
    return () => element.removeEventListener('wheel', turned);
  }, [surface, view]);
}
