import { useState } from 'preact/hooks';
import { t } from '../l10n.ts';
import type { ChartView } from './chartView.ts';
import { formatPlace, formatValue } from './format.ts';
import { useCursorOf, useLayoutOf } from './hooks.ts';
import { tableRows } from './tableRows.ts';

const rowsAPage = 20;

/** The visible part of the curves as numbers. */
export function ValueTable({ view }: { view: ChartView }) {
  useCursorOf(view);
  useLayoutOf(view);
  const [wanted, setPage] = useState(0);
  const { xTitle, title, formatX = formatPlace, formatY = formatValue } = view.props;
  const { curves, rows } = tableRows(view);
  const pages = Math.max(1, Math.ceil(rows.length / rowsAPage));
  const page = Math.min(wanted, pages - 1);
  return (
    <div class="chart-table">
      <section
        class="chart-table-scroll"
        aria-label={t('Values of {0}', title)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard scrolls what has the focus
        tabIndex={0}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">{xTitle}</th>
              {curves.map(({ id, label }) => (
                <th key={id} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(page * rowsAPage, (page + 1) * rowsAPage).map(({ x, values }) => (
              <tr key={x}>
                <th scope="row">{formatX(x)}</th>
                {values.map((value, index) => (
                  <td key={curves[index]!.id}>{value === undefined ? '' : formatY(value)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {pages > 1 && (
        <div class="chart-pages">
          <button type="button" aria-disabled={page === 0} onClick={() => setPage(Math.max(0, page - 1))}>
            {t('Previous')}
          </button>
          <span role="status">{t('Page {0} of {1}', page + 1, pages)}</span>
          <button
            type="button"
            aria-disabled={page === pages - 1}
            onClick={() => setPage(Math.min(pages - 1, page + 1))}
          >
            {t('Next')}
          </button>
        </div>
      )}
    </div>
  );
}
