import { useRef } from 'preact/hooks';
import { t } from '../l10n.ts';
import type { ChartView } from './chartView.ts';
import { useRovingFocus } from './hooks.ts';
import { Icon } from './icon.tsx';
import { Sample } from './sample.tsx';

/** A button for each curve, which shows or hides it, and one that shows it alone. */
export function Legend({ view }: { view: ChartView }) {
  const list = useRef<HTMLUListElement>(null);
  useRovingFocus(list);
  if (view.named.length === 0) return null;
  return (
    <ul class="chart-legend" ref={list} aria-label={t('Curves of {0}', view.props.title)}>
      {view.named.map(({ id, label, series }) => (
        <li key={id}>
          <button
            type="button"
            class="chart-legend-curve"
            aria-pressed={!view.hidden.has(id)}
            title={label}
            onClick={(event) => (event.altKey ? view.isolate(id) : view.toggle(id))}
          >
            <Sample series={series} />
            <span>{label}</span>
          </button>
          {view.named.length > 1 && (
            <button
              type="button"
              class="chart-legend-only"
              aria-label={t('Only {0}', label)}
              title={t('Only {0}', label)}
              onClick={() => view.isolate(id)}
            >
              <Icon name="only" />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
