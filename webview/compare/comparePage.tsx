import type { JSX } from 'preact';
import type { ChartGroup } from '../charts/chartTypes.ts';
import { NoticeLine } from '../components/notice.tsx';
import { OtherVersion } from '../components/otherVersion.tsx';
import { Button } from '../controls.ts';
import { t } from '../l10n.ts';
import { AnalysesSection } from './analysesSection.tsx';
import type { CompareModel } from './compareModel.ts';
import type { Curves } from './curves.ts';
import { CurvesSection } from './curvesSection.tsx';
import { GridsSection } from './gridsSection.tsx';
import { MetricsSection } from './metricsSection.tsx';
import { ParametersSection } from './parametersSection.tsx';
import { RunChooser } from './runChooser.tsx';
import { SentencesSection } from './sentencesSection.tsx';

export interface ComparePageProps {
  model: CompareModel;
  curves: Curves;
  group: ChartGroup;
  save(name: string, content: string | ArrayBuffer): void;
  copy(text: string): void;
}

export function ComparePage({ model, curves, group, save, copy }: ComparePageProps): JSX.Element {
  const { layout, runs, rows } = model;
  if (model.outdated) return <OtherVersion />;
  if (!model.started) return <Waiting />;
  return (
    <main class="compare">
      <header class="page-head">
        <h1>{t('Compare')}</h1>
        <span class="quiet" role="status">
          {t('Variants: {0}, runs: {1}', rows.length, rows.flatMap((row) => row.runs).length)}
        </span>
        <Button onClick={() => model.change({ showTree: !layout.showTree })}>
          {layout.showTree ? t('Hide runs') : t('Choose runs')}
        </Button>
      </header>
      <NoticeLine notice={model.notice} dismiss={() => model.tell(undefined)} />
      <div class="compare-body">
        {layout.showTree && (
          <RunChooser
            runs={model.store.runs()}
            chosen={runs}
            open={model.open}
            onChoose={(chosen) => model.choose(chosen)}
            onOpen={(open) => model.change({ open })}
          />
        )}
        {model.isEmpty ? (
          <p class="quiet empty">
            {runs.length === 0 ? t('Choose runs to compare them here.') : t('The chosen runs are gone. Choose others.')}
          </p>
        ) : (
          <div class="sections">
            <CurvesSection {...{ model, curves, group, save }} />
            <MetricsSection {...{ model, save, copy }} />
            <GridsSection {...{ model, save }} />
            <AnalysesSection {...{ model, save }} />
            <ParametersSection {...{ model, save }} />
            <SentencesSection {...{ model, save }} />
          </div>
        )}
      </div>
    </main>
  );
}

function Waiting(): JSX.Element {
  return (
    <main class="waiting">
      <h1>{t('Compare')}</h1>
      <p role="status">{t('Loading…')}</p>
    </main>
  );
}
