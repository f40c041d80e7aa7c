import { useRef, useState } from 'preact/hooks';
import { t } from '../l10n.ts';
import type { ChartView, Layout } from './chartView.ts';
import { formatPlace } from './format.ts';
import { useRovingFocus } from './hooks.ts';
import { clusterMarks, hasLine, type MarkCluster, markShapes } from './markClusters.ts';
import { pixels } from './pixels.ts';

/** What happened along x: a button for each, or for several that lie close, which tells it on hover and focus. */
export function Marks({ view, layout }: { view: ChartView; layout: Layout }) {
  const group = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<number>();
  useRovingFocus(group);
  const clusters = clusterMarks(view.props.marks ?? [], layout.x);
  if (clusters.length === 0) return null;
  const opened = open === undefined ? undefined : clusters[open];
  const top = layout.y.start + layout.y.size;
  return (
    <div ref={group} class="chart-marks" role="toolbar" aria-label={t('What happened')}>
      {clusters.map((cluster, index) => (
        <div key={cluster.marks[0]!.x}>
          {hasLine(cluster) && (
            <div
              class={`chart-mark-line ${cluster.kind}`}
              style={pixels({ left: cluster.pixel, top, height: -layout.y.size })}
            />
          )}
          <button
            type="button"
            class={`chart-mark ${cluster.kind}`}
            style={pixels({ left: cluster.pixel, top })}
            aria-label={tell(view, cluster).join('; ')}
            onPointerEnter={() => setOpen(index)}
            onPointerLeave={() => setOpen(undefined)}
            onFocus={() => setOpen(index)}
            onBlur={() => setOpen(undefined)}
          >
            <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
              <path d={markShapes[cluster.kind]} />
            </svg>
          </button>
        </div>
      ))}
      {opened && (
        <div
          class={opened.pixel > layout.x.start + layout.x.size / 2 ? 'chart-values left' : 'chart-values'}
          style={pixels({ left: opened.pixel, top: top + 8 })}
          aria-hidden="true"
        >
          {tell(view, opened).map((line) => (
            <div key={line} class="chart-values-line">
              {line}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

const told = 8;

function tell(view: ChartView, { marks }: MarkCluster): string[] {
  const { xTitle, formatX = formatPlace } = view.props;
  const lines = marks.slice(0, told).map(({ x, label }) => `${xTitle} ${formatX(x)}: ${label}`);
  return marks.length > told ? [...lines, t('and {0} more', marks.length - told)] : lines;
}
