import { t } from '../l10n.ts';
import type { ChartView } from './chartView.ts';
import { grouped } from './format.ts';
import { useLayoutOf } from './hooks.ts';

/** How many of the points are drawn. */
export function PointCount({ view }: { view: ChartView }) {
  const layout = useLayoutOf(view);
  if (!layout || layout.frame.shown === 0) return null;
  const { drawn, shown } = layout.frame;
  return <span class="chart-count">{t('{0} of {1} points', grouped(drawn), grouped(shown))}</span>;
}

/** What a chart does not show, and why. */
export function Notes({ view }: { view: ChartView }) {
  const notes = notesOf(view);
  if (notes.length === 0) return null;
  return (
    <ul class="chart-notes">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

function notesOf({ stores, props }: ChartView): string[] {
  const sum = (count: (store: (typeof stores)[number]) => number) =>
    stores.reduce((total, store) => total + count(store), 0);
  const missing = sum((store) => store.missing);
  const below = props.yLog ? sum((store) => store.notPositive.y) : 0;
  const before = props.xLog ? sum((store) => store.notPositive.x) : 0;
  return [
    missing > 0 ? t('{0} values are infinite or no number: the curve has gaps there.', grouped(missing)) : '',
    below > 0
      ? t('{0} values are zero or negative: on a logarithmic axis they lie below the frame.', grouped(below))
      : '',
    before > 0 ? t('{0} points lie at zero or before: a logarithmic axis has no place for them.', grouped(before)) : '',
  ].filter((note) => note !== '');
}

/** Said in place of curves where there are none. */
export function emptyMessage({ props, stores }: ChartView): string | undefined {
  if (props.curves.every(({ x, y }) => Math.min(x.length, y.length) === 0)) return t('No values yet');
  if (stores.length === 0) return t('All curves are hidden');
  const hasValue = stores.some(({ raw, missing }) => raw.length > missing);
  return hasValue ? undefined : t('No value is a finite number');
}
