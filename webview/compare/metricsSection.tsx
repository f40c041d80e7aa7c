import type { JSX } from 'preact';
import type { ComparedRow } from '../../src/pages/protocol.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import { sortedRows } from '../components/sortedRows.ts';
import { Button, Checkbox, Dropdown } from '../controls.ts';
import { t } from '../l10n.ts';
import { metricName } from '../quantities/metricNames.ts';
import { clearlyBest } from './clearlyBest.ts';
import type { CompareModel } from './compareModel.ts';
import { figures } from './layout.ts';
import { type Column, figureLabel, metricColumns } from './metricColumns.ts';
import { MetricsTable } from './metricsTable.tsx';
import { csv, fullTable, latex, markdown, shownTable } from './tableText.ts';

interface MetricsSectionProps {
  model: CompareModel;
  save(name: string, content: string): void;
  copy(text: string): void;
}

/** The figures of every row, with the significance of their differences to a base. */
export function MetricsSection({ model, save, copy }: MetricsSectionProps): JSX.Element {
  const { layout, reported: rows, metric, base, tested } = model;
  const columns = metricColumns({
    ...{ rows, metric, tested, base, figures: layout.figures },
    higherIsBetter: model.comparison?.higherIsBetter ?? {},
  });
  const best = new Map(columns.map((column) => [column.id, clearlyBest(column, rows, tested)]));
  const isBest = (column: Column, row: ComparedRow): boolean => best.get(column.id) === row.label;
  const sorted = sortedRows(rows, columns, layout.sort);
  const shown = () => shownTable(columns, sorted, isBest);
  const json = () => JSON.stringify({ base, metric, rows: sorted, significance: tested?.rows ?? [] }, null, 2);
  return (
    <section aria-labelledby="metrics-title">
      <div class="section-head">
        <h2 id="metrics-title">{t('Metrics')}</h2>
        <span class="actions">
          <Button onClick={() => copy(markdown(shown()))}>{t('Copy as Markdown table')}</Button>
          <Button onClick={() => copy(latex(shown()))}>{t('Copy as LaTeX table')}</Button>
          <Button label={t('Metrics as CSV')} onClick={() => save('metrics.csv', csv(fullTable(columns, sorted)))}>
            CSV
          </Button>
          <Button label={t('Metrics as JSON')} onClick={() => save('metrics.json', json())}>
            JSON
          </Button>
        </span>
      </div>
      <div class="controls">
        {model.scores.length > 0 && (
          <span class="labelled">
            <span aria-hidden="true">{t('Significance of')}</span>
            <Dropdown
              label={t('Metric of the significance test')}
              value={metric ?? ''}
              options={model.scores.map((name) => ({ value: name, text: metricName(name) }))}
              onChange={(next) => model.change({ metric: next })}
            />
          </span>
        )}
        {figures.map((figure) => (
          <Checkbox
            key={figure}
            checked={layout.figures.includes(figure)}
            onChange={(on) =>
              model.change({
                figures: figures.filter((each) => (each === figure ? on : layout.figures.includes(each))),
              })
            }
          >
            {figureLabel(figure)}
          </Checkbox>
        ))}
      </div>
      <MetricsTable
        {...{ columns, rows: sorted, isBest }}
        base={base}
        order={layout.sort}
        seriesOf={(label) => model.seriesOf(label)}
        onSort={(sort) => model.change({ sort })}
        onBase={(label) => model.change({ base: label })}
      />
      <Notes model={model} />
    </section>
  );
}

/** What one must know to read the table. Always as many lines, so that nothing below moves. */
function Notes({ model }: { model: CompareModel }): JSX.Element {
  const { reported: rows, significance, tested } = model;
  return (
    <div class="notes quiet">
      <p>
        {t('Mean ± 95 % interval over seeds. Test: the best checkpoint on the test text. ★ best beyond chance.')}{' '}
        {rows.some(({ unfinished }) => unfinished) && t('* no run is done: figures of runs as they are.')}
      </p>
      <p role="status">{significanceNote(rows.length, tested && significance)}</p>
    </div>
  );
}

function significanceNote(rows: number, significance: CompareModel['significance']): string {
  if (rows < 2) return t('Significance needs two variants.');
  if (!significance) return t('Testing on the test text …');
  if (significance.reason !== undefined) return visibleText(significance.reason);
  const sentences = significance.rows[0]?.sentences ?? 0;
  return t('Paired bootstrap and approximate randomisation over {0} test sentences.', sentences);
}
