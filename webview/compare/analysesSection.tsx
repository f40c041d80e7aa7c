import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { type AnalysedSplit, analysedSplits } from '../../src/pages/protocol.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import { Chart } from '../charts/chart.tsx';
import { createChartGroup } from '../charts/chartGroup.ts';
import { Button, Dropdown } from '../controls.ts';
import { inFileName } from '../inFileName.ts';
import { t } from '../l10n.ts';
import { analysisCharts, type DrawnAnalysis } from './analysisCharts.ts';
import { type AnalysedRow, analysedRows, profileNames } from './analysisMeans.ts';
import { analysisTitle, knownAnalysis } from './analysisNames.ts';
import { FigureTable, ProfileTable } from './analysisTables.tsx';
import { analysisCsv, analysisJson } from './analysisText.ts';
import type { CompareModel } from './compareModel.ts';
import { textHash } from './textHash.ts';

interface AnalysesSectionProps {
  model: CompareModel;
  save(name: string, content: string | ArrayBuffer): void;
}

/** One analysis of all rows at a time: its charts, with every row in each, and its numbers. */
export function AnalysesSection({ model, save }: AnalysesSectionProps): JSX.Element {
  const { analyses, layout } = model;
  const { analysis = '', available = [], runs = [], split = layout.analysis.split } = analyses ?? {};
  const file = `analysis-${inFileName(analysis)}`;
  const change = (part: Partial<typeof layout.analysis>) => model.change({ analysis: { ...layout.analysis, ...part } });
  const rows = useMemo(() => analysedRows(runs), [runs]);
  return (
    <section aria-labelledby="analyses-title">
      <div class="section-head">
        <h2 id="analyses-title">{t('Analyses')}</h2>
        {runs.length > 0 && (
          <span class="actions">
            <Button
              label={t('Analysis as CSV')}
              onClick={() => save(`${file}.csv`, analysisCsv({ analysis, split, runs }))}
            >
              CSV
            </Button>
            <Button
              label={t('Analysis as JSON')}
              onClick={() => save(`${file}.json`, analysisJson({ analysis, split, runs }))}
            >
              JSON
            </Button>
          </span>
        )}
      </div>
      <div class="controls">
        {available.length > 0 && (
          <Dropdown
            label={t('Analysis')}
            value={analysis}
            options={available.map((name) => ({ value: name, text: analysisTitle(name) }))}
            onChange={(name) => change({ name })}
          />
        )}
        <Dropdown
          label={t('Text that is analysed')}
          value={layout.analysis.split}
          options={analysedSplits.map((each) => ({ value: each, text: splitName(each) }))}
          onChange={(next) => change({ split: next })}
        />
      </div>
      {rows.length === 0 ? (
        <p class="quiet" role="status">
          {analyses ? t('None of these runs has analyses of this text.') : t('Loading…')}
        </p>
      ) : (
        <AnalysisContent {...{ analysis, rows, model, save, file }} />
      )}
    </section>
  );
}

function splitName(split: AnalysedSplit): string {
  return split === 'test' ? t('Test text') : t('Validation text, best checkpoint');
}

interface AnalysisContentProps extends AnalysesSectionProps {
  analysis: string;
  rows: readonly AnalysedRow[];
  file: string;
}

function AnalysisContent({ analysis, rows, model, save, file }: AnalysisContentProps): JSX.Element {
  const known = knownAnalysis(analysis);
  const seriesOf = (label: string) => model.seriesOf(label);
  const charts = useMemo(() => analysisCharts(known?.charts ?? [], rows, seriesOf), [known, rows, model.layout.series]);
  return (
    <>
      {known && <p class="quiet">{t(known.description)}</p>}
      <div class="charts">
        {charts.map((drawn) => (
          <AnalysisPicture key={`${analysis}\n${drawn.id}`} {...{ drawn, save, file }} />
        ))}
      </div>
      <div class="analysis-tables">
        <FigureTable {...{ rows, seriesOf }} title={analysisTitle(analysis)} />
        {profileNames(rows).map((name) => (
          <ProfileTable key={`${analysis}\n${name}`} {...{ rows, seriesOf, name }} charts={known?.charts ?? []} />
        ))}
      </div>
      <p class="notes quiet">{t('Mean ± 95 % interval over seeds.')}</p>
    </>
  );
}

interface AnalysisPictureProps extends Pick<AnalysesSectionProps, 'save'> {
  drawn: DrawnAnalysis;
  file: string;
}

function AnalysisPicture({ drawn, save, file }: AnalysisPictureProps): JSX.Element {
  const group = useMemo(() => createChartGroup(), []);
  const { chart, curves, bands, labels } = drawn;
  const key = JSON.stringify(drawn);
  const formatX = labels && ((x: number) => (Number.isInteger(x) ? visibleText(labels[x] ?? '') : ''));
  // The same element where nothing has changed, so that typing elsewhere on the page draws no chart.
  return useMemo(
    () => (
      <div class="chart-card">
        <Chart
          {...{ bands, group, save, formatX }}
          xPlaces={labels?.length}
          curves={curves.map((curve) => ({ ...curve, label: visibleText(curve.label) }))}
          id={drawn.id}
          revision={textHash(key)}
          smoothing={0}
          title={t(chart.yTitle)}
          xTitle={t(chart.xTitle)}
          yTitle={t(chart.yTitle)}
          fileName={`${file}-${inFileName(`${chart.profile} ${chart.y}`)}`}
        />
      </div>
    ),
    [key],
  );
}
