import { useEffect, useState } from 'preact/hooks';
import { t } from '../l10n.ts';
import { visiblePixel } from './axis.ts';
import type { ChartView, Layout, ValueAt } from './chartView.ts';
import { formatPlace, formatValue } from './format.ts';
import { useCursorOf } from './hooks.ts';
import { pixels } from './pixels.ts';
import { Sample } from './sample.tsx';

/** Of the list of values, which should not be higher than the plot. */
const lineHeight = 17;

/** The line at the cursor, the values there from greatest to least, and the chosen one aloud. */
export function Cursor({ view, layout, speaks }: { view: ChartView; layout: Layout; speaks: boolean }) {
  const cursor = useCursorOf(view);
  const pixel = cursor === undefined ? undefined : visiblePixel(layout.x, cursor);
  const values = cursor === undefined || pixel === undefined ? [] : view.valuesAt(cursor);
  const chosen = speaks ? (values.find(({ curve }) => curve.id === view.chosen) ?? values[0]) : undefined;
  return (
    <>
      {pixel !== undefined && (
        <>
          <div
            class="chart-cursor"
            style={pixels({ left: pixel, top: layout.y.start + layout.y.size, height: -layout.y.size })}
          />
          {values.map((value) => (
            <Dot key={value.curve.id} value={value} layout={layout} isChosen={value === chosen} />
          ))}
          {values.length > 0 && (
            <Tooltip view={view} layout={layout} cursor={cursor!} pixel={pixel} values={values} chosen={chosen} />
          )}
        </>
      )}
      <Spoken text={chosen && cursor !== undefined ? spoken(view, cursor, chosen, values) : ''} />
    </>
  );
}

function spoken(view: ChartView, cursor: number, { curve, y }: ValueAt, values: readonly ValueAt[]): string {
  const { xTitle, formatX = formatPlace, formatY = formatValue } = view.props;
  const rank = values.findIndex((value) => value.curve === curve) + 1;
  const place = `${xTitle} ${formatX(cursor)}`;
  if (values.length === 1) return t('{0}: {1} {2}', place, curve.label, formatY(y));
  return t('{0}: {1} {2}, {3} of {4}', place, curve.label, formatY(y), rank, values.length);
}

/** Time without a change after which a value is said: keys that are held down would talk on for minutes. */
const quietMilliseconds = 120;

function Spoken({ text }: { text: string }) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(text), quietMilliseconds);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div class="spoken" role="status" aria-live="polite">
      {said}
    </div>
  );
}

function Dot({ value, layout, isChosen }: { value: ValueAt; layout: Layout; isChosen: boolean }) {
  const [left, top] = [visiblePixel(layout.x, value.x), visiblePixel(layout.y, value.y)];
  if (left === undefined || top === undefined) return null;
  return <div class={isChosen ? 'chart-dot chosen' : 'chart-dot'} style={pixels({ left, top })} />;
}

interface TooltipProps {
  view: ChartView;
  layout: Layout;
  cursor: number;
  pixel: number;
  values: readonly ValueAt[];
  chosen: ValueAt | undefined;
}

function Tooltip({ view, layout: { x, y }, cursor, pixel, values, chosen }: TooltipProps) {
  const { xTitle, formatX = formatPlace, formatY = formatValue } = view.props;
  const place = view.snap(cursor, 0);
  const listed = Math.max(3, Math.floor((-y.size - 50) / lineHeight));
  const isLeft = pixel > x.start + x.size / 2;
  const first = Math.max(0, Math.min(values.length - listed, (chosen ? values.indexOf(chosen) : 0) - listed + 2));
  const shown = values.slice(first, first + listed);
  return (
    <div
      class={isLeft ? 'chart-values left' : 'chart-values'}
      style={pixels({ left: pixel, top: y.start + y.size + 6 })}
      aria-hidden="true"
    >
      <div class="chart-values-place">{`${xTitle} ${formatX(place)}`}</div>
      {shown.map((value) => (
        <div key={value.curve.id} class={value === chosen ? 'chart-value chosen' : 'chart-value'}>
          <Sample series={value.curve.series} />
          <span class="chart-value-label">
            {value.x === place ? value.curve.label : `${value.curve.label} (${formatX(value.x)})`}
          </span>
          <span class="chart-value-number">{formatY(value.y)}</span>
          <span class="chart-value-raw">{value.raw === undefined ? '' : formatY(value.raw)}</span>
        </div>
      ))}
      {values.length > shown.length && (
        <div class="chart-values-more">{t('and {0} more', values.length - shown.length)}</div>
      )}
    </div>
  );
}
