import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../channel.ts';
import { Chart } from '../charts/chart.tsx';
import { createChartGroup } from '../charts/chartGroup.ts';
import { type XAxis, xAxes } from '../compare/xAxes.ts';
import { Checkbox, Dropdown } from '../controls.ts';
import { formatSeconds } from '../format.ts';
import { t } from '../l10n.ts';
import type { RunStore } from '../state.ts';
import { runCharts } from './curves.ts';
import type { Layout } from './layout.ts';

type Look = Pick<Layout, 'smoothing' | 'xAxis' | 'yLog'>;

interface ChartsProps {
  store: RunStore;
  run: string;
  /** Begins the names of exported files. */
  fileName: string;
  metrics: readonly string[];
  look: Look;
  setLook(look: Partial<Look>): void;
}

export function Charts({ store, run, fileName, metrics, look, setLook }: ChartsProps): JSX.Element {
  const [group] = useState(createChartGroup);
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

const axisNames = (): Record<XAxis, string> => ({
  step: t('Step'),
  epoch: t('Epoch'),
  time: t('Training time'),
  tokens: t('Target tokens'),
});

/** The weight of the past that the slider's `position` (0 to 100) stands for: finer where it matters, near 1. */
const weightAt = (position: number): number => Math.min(0.999, 1 - 10 ** (-3 * (position / 100)));
const positionOf = (weight: number): number => Math.round((-100 / 3) * Math.log10(1 - weight));

function LookControls({ look, setLook }: Pick<ChartsProps, 'look' | 'setLook'>): JSX.Element {
  const { smoothing, xAxis, yLog } = look;
  const shown = smoothing === 0 ? t('off') : smoothing.toFixed(3);
  return (
    <div class="look-controls">
      <label class="slider">
        <span>{t('Smoothing')}</span>
        <input
          type="range"
          min={0}
          max={100}
          value={positionOf(smoothing)}
          aria-valuetext={shown}
          onInput={({ currentTarget }) => setLook({ smoothing: weightAt(Number(currentTarget.value)) })}
        />
        <output class="slider-value">{shown}</output>
      </label>
      <span class="labelled">
        <span aria-hidden="true">{t('x axis')}</span>
        <Dropdown
          label={t('x axis')}
          value={xAxis}
          options={xAxes.map((value) => ({ value, text: axisNames()[value] }))}
          onChange={(value) => setLook({ xAxis: value })}
        />
      </span>
      <Checkbox checked={yLog} onChange={(checked) => setLook({ yLog: checked })}>
        {t('Log y')}
      </Checkbox>
    </div>
  );
}
