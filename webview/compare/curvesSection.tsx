import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { accuracyName } from '../../src/runs/tokenMeasures.ts';
import { Chart } from '../charts/chart.tsx';
import type { ChartGroup } from '../charts/chartTypes.ts';
import { axisNames } from '../components/curveControls.tsx';
import { Button, Dropdown } from '../controls.ts';
import { formatSeconds } from '../format.ts';
import { inFileName } from '../inFileName.ts';
import { t } from '../l10n.ts';
import { metricName, metricUnit } from '../quantities/metricNames.ts';
import { isValidation, type Quantity, stepQuantities, validationQuantities } from '../quantities/quantities.ts';
import type { CompareModel } from './compareModel.ts';
import { CurveControls } from './curveControls.tsx';
import type { Curves } from './curves.ts';
import { curvesCsv, curvesJson } from './curvesText.ts';

interface CurvesSectionProps {
  model: CompareModel;
  curves: Curves;
  group: ChartGroup;
  save(name: string, content: string | ArrayBuffer): void;
}

/** Charts of the chosen quantities under one cursor. */
export function CurvesSection({ model, curves, group, save }: CurvesSectionProps): JSX.Element {
  const { layout, charts } = model;
  const quantities = quantitiesOf(model);
  const setCharts = (next: string[]): void => model.change({ charts: next });
  const addChart = (): void => {
    const unseen = quantities.find(({ id }) => !charts.includes(id));
    setCharts([...charts, unseen?.id ?? 'nll']);
  };
  const changeLayout = (part: Parameters<CompareModel['change']>[0]): void => {
    // A range of steps says nothing about seconds.
    if (part.xAxis !== undefined) group.setRange(undefined);
    model.change(part);
  };
  const request = { store: model.store, curves, quantities: charts, rows: model.rows, xAxis: layout.xAxis };
  return (
    <section aria-labelledby="curves-title">
      <div class="section-head">
        <h2 id="curves-title">{t('Curves')}</h2>
        <span class="actions">
          <Button onClick={() => group.showAll()}>{t('Reset zoom')}</Button>
          <Button onClick={addChart}>{t('Add chart')}</Button>
          <Button label={t('Curves as CSV')} onClick={() => save('curves.csv', curvesCsv(request))}>
            CSV
          </Button>
          <Button label={t('Curves as JSON')} onClick={() => save('curves.json', curvesJson(request))}>
            JSON
          </Button>
        </span>
      </div>
      <CurveControls layout={layout} onChange={changeLayout} />
      <div class="charts">
        {charts.map((quantity, index) => (
          <QuantityChart
            // Two charts may show the same quantity.
            key={`${index}\n${quantity}`}
            {...{ model, curves, group, quantities, quantity, save }}
            onQuantity={(next) => setCharts(charts.with(index, next))}
            onRemove={() => setCharts(charts.toSpliced(index, 1))}
          />
        ))}
      </div>
    </section>
  );
}

const quantitiesOf = ({ rows, store }: CompareModel): Quantity[] => {
  const runs = rows.flatMap((row) => row.runs);
  const accuracies = [...new Set(runs.map((run) => accuracyName(store.task(run))))];
  return [
    ...stepQuantities.map((quantity) => ({ ...quantity, label: t(quantity.label), unit: metricUnit(quantity.id) })),
    ...accuracies.map((id) => ({ id, label: t('Training {0}', metricName(id)), unit: metricUnit(id) })),
    ...validationQuantities(
      runs.map((run) => store.events(run)),
      accuracies,
      (name) => t('Validation {0}', metricName(name)),
    ),
  ];
};

interface QuantityChartProps extends CurvesSectionProps {
  quantities: readonly Quantity[];
  quantity: string;
  onQuantity(quantity: string): void;
  onRemove(): void;
}

function QuantityChart(props: QuantityChartProps): JSX.Element {
  const { model, curves, group, quantities, quantity, save, onQuantity, onRemove } = props;
  const { xAxis, xLog, yLog, smoothing, showSeeds, showBands } = model.layout;
  const known = quantities.find(({ id }) => id === quantity) ?? { id: quantity, label: quantity, unit: '' };
  const seriesOf = (label: string): number => model.seriesOf(label);
  const { revision, ...data } = curves.chartData({ rows: model.rows, seriesOf, quantity, xAxis, showSeeds, showBands });
  const options = quantities.some(({ id }) => id === quantity) ? quantities : [...quantities, known];
  const heading = (
    <Dropdown
      label={t('Quantity of this chart')}
      value={quantity}
      options={options.map(({ id, label }) => ({ value: id, text: label }))}
      onChange={onQuantity}
    />
  );
  // The same element where nothing has changed, so that typing elsewhere on the page draws no chart.
  const chart = useMemo(
    () => (
      <Chart
        {...data}
        id={quantity}
        {...{ xLog, yLog, group, revision, save, heading }}
        // Each of the few validations matters.
        smoothing={isValidation(quantity) ? 0 : smoothing}
        title={known.label}
        xTitle={axisNames()[xAxis]}
        yTitle={known.unit}
        formatX={xAxis === 'time' ? formatSeconds : undefined}
        fileName={fileName(quantity)}
      />
    ),
    [revision, xLog, yLog, smoothing, xAxis, known.label, options.length, group],
  );
  return (
    <div class="chart-card">
      {chart}
      <Button appearance="icon" label={t('Remove chart {0}', known.label)} onClick={onRemove}>
        ✕
      </Button>
    </div>
  );
}

const fileName = (quantity: string): string => `compare-${inFileName(quantity)}`;
