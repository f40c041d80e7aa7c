import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { visibleText } from '../../src/samples/visibleText.ts';
import { Chart } from '../charts/chart.tsx';
import { createChartGroup } from '../charts/chartGroup.ts';
import { inFileName } from '../inFileName.ts';
import { t } from '../l10n.ts';
import { axisTitle, metricName } from '../quantities/metricNames.ts';
import type { CompareModel } from './compareModel.ts';
import { chosenBy, gridCurves, gridsOf, type ShownGrid } from './grids.ts';
import { formatMean } from './metricColumns.ts';
import { textHash } from './textHash.ts';

interface GridsSectionProps {
  model: CompareModel;
  save(name: string, content: string | ArrayBuffer): void;
}

/** Each grid: the metric that chose among its members against the settings. Nothing where there is no grid. */
export function GridsSection({ model, save }: GridsSectionProps): JSX.Element | null {
  const grids = gridsOf(model.rows);
  if (grids.length === 0) return null;
  return (
    <section aria-labelledby="grids-title">
      <div class="section-head">
        <h2 id="grids-title">{t('Grids')}</h2>
      </div>
      {grids.map((grid) => (
        <GridCard key={grid.id} grid={grid} save={save} />
      ))}
    </section>
  );
}

function GridCard({ grid, save }: { grid: ShownGrid; save: GridsSectionProps['save'] }): JSX.Element {
  const label = visibleText(grid.label);
  const metric = metricName(grid.metric);
  return (
    <>
      <h3>{label}</h3>
      <p>{choiceText(grid, metric)}</p>
      <GridChart grid={grid} metric={metric} save={save} />
      <GridTable grid={grid} metric={metric} />
    </>
  );
}

/** What is chosen before all runs are done may still be left for another. */
function choiceText({ chosen, done, runs }: ShownGrid, metric: string): string {
  if (chosen === undefined) return t('None of its settings is trained yet.');
  const label = visibleText(chosen.label);
  return done === runs
    ? t('Validation {0} chose {1}: its test figures alone are told.', metric, label)
    : t(
        'Best so far by validation {0} is {1}, {2} of {3} runs done: its test figures alone are told.',
        ...[metric, label, done, runs],
      );
}

interface GridPartProps {
  grid: ShownGrid;
  metric: string;
}

function GridChart({ grid, metric, save }: GridPartProps & Pick<GridsSectionProps, 'save'>): JSX.Element | null {
  const group = useMemo(() => createChartGroup(), []);
  const drawn = gridCurves(grid);
  const key = JSON.stringify(drawn);
  // The same element where nothing has changed, so that typing elsewhere on the page draws no chart.
  return useMemo(() => {
    if (drawn === undefined) return null;
    const { setting, curves, bands, xLog } = drawn;
    return (
      <div class="chart-card">
        <Chart
          {...{
            curves: curves.map((curve) => ({ ...curve, label: visibleText(curve.label) })),
            bands,
            xLog,
            group,
            save,
          }}
          id={grid.id}
          revision={textHash(key)}
          smoothing={0}
          title={t('{0} against {1}', metric, visibleText(setting))}
          xTitle={visibleText(setting)}
          yTitle={t('{0}, validation', axisTitle(grid.metric))}
          fileName={`grid-${inFileName(grid.label)}`}
        />
      </div>
    );
  }, [key, metric, grid.id]);
}

function GridTable({ grid, metric }: GridPartProps): JSX.Element {
  const title = t('{0} by setting', metric);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus.
    <section class="table-scroll" tabIndex={0} aria-label={`${title}: ${visibleText(grid.label)}`}>
      <table class="metrics">
        <caption class="spoken">{title}</caption>
        <thead>
          <tr>
            {grid.settings.map((path) => (
              <th key={path} scope="col">
                {visibleText(path)}
              </th>
            ))}
            <th scope="col">{t('{0}, validation', metric)}</th>
            <th scope="col">{t('Seeds')}</th>
            <th scope="col">{grid.done === grid.runs ? t('Chosen') : t('Best so far')}</th>
          </tr>
        </thead>
        <tbody>
          {grid.members.map((member) => {
            const { mean, halfWidth } = chosenBy(grid, member);
            return (
              <tr key={member.label}>
                {grid.settings.map((path) => (
                  <td key={path}>{visibleText(String(member.grid.values[path] ?? ''))}</td>
                ))}
                <td>
                  {formatMean(mean, halfWidth)}
                  {member.unfinished && ' *'}
                </td>
                <td>{member.seeds.length}</td>
                <td>{member === grid.chosen && '✓'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
