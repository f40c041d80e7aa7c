import type { JSX } from 'preact';
import { post } from '../channel.ts';
import { Chart } from '../charts/chart.tsx';
import type { ChartGroup } from '../charts/chartTypes.ts';
import { axisNames, SmoothingSlider, XAxisChoice } from '../components/curveControls.tsx';
import { Checkbox } from '../controls.ts';
import { formatSeconds } from '../format.ts';
import { t } from '../l10n.ts';
import type { RunStore } from '../state.ts';
import { runCharts } from './curves.ts';
import type { Layout } from './layout.ts';

type Look = Pick<Layout, 'smoothing' | 'xAxis' | 'yLog'>;

interface ChartsProps {
  store: RunStore;
  run: string;
  group: ChartGroup;
  /** Begins the names of exported files. */
  fileName: string;
  metrics: readonly string[];
  look: Look;
  setLook(look: Partial<Look>): void;
}

export function Charts({ store, run, group, fileName, metrics, look, setLook }: ChartsProps): JSX.Element {
  const { smoothing, xAxis, yLog } = look;
  return (
    <>
      <LookControls
        look={look}
        setLook={(changed) => {
          // A part of one axis is no part of another.
          if (changed.xAxis) group.setRange(undefined);
          setLook(changed);
        }}
      />
      <div class="charts">
        {runCharts(store, run, xAxis, metrics).map(({ id, title, yTitle, curves, marks }) => (
          <Chart
            key={id}
            id={id}
            title={title}
            xTitle={axisNames()[xAxis]}
            yTitle={yTitle}
            curves={curves}
            marks={marks}
            smoothing={smoothing}
            yLog={yLog}
            group={group}
            revision={store.revision}
            formatX={xAxis === 'time' ? formatSeconds : undefined}
            fileName={`${fileName}-${id.replaceAll(/\W+/g, '-')}`}
            save={(name, content) => post({ type: 'save', name, content })}
          />
        ))}
      </div>
    </>
  );
}

function LookControls({ look, setLook }: Pick<ChartsProps, 'look' | 'setLook'>): JSX.Element {
  const { smoothing, xAxis, yLog } = look;
  return (
    <div class="controls">
      <SmoothingSlider value={smoothing} onChange={(value) => setLook({ smoothing: value })} />
      <XAxisChoice value={xAxis} onChange={(value) => setLook({ xAxis: value })} />
      <Checkbox checked={yLog} onChange={(checked) => setLook({ yLog: checked })}>
        {t('Log y')}
      </Checkbox>
    </div>
  );
}
