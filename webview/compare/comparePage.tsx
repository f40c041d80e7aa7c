import type { ComponentChildren, JSX } from 'preact';
import type { ChartGroup } from '../charts/chartTypes.ts';
import { Button } from '../controls.ts';
import { t } from '../l10n.ts';
import type { CompareModel } from './compareModel.ts';
import type { Curves } from './curves.ts';
import { CurvesSection } from './curvesSection.tsx';
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
  if (model.outdated) return <Message>{t('Smoothing Lab was updated. Close this page and open it anew.')}</Message>;
  if (!model.started) return <Message>{t('Loading …')}</Message>;
  return (
    <main class="compare">
      <header class="page-head">
        <h1>{t('Compare')}</h1>
        <span class="quiet" role="status">
          {t('{0} variants, {1} runs', rows.length, runs.length)}
        </span>
        <Button onClick={() => model.change({ showTree: !layout.showTree })}>
          {layout.showTree ? t('Hide runs') : t('Choose runs')}
        </Button>
      </header>
      {model.notice && (
        <p class={`notice ${model.notice.severity}`} role="alert">
          {model.notice.message}
        </p>
      )}
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
        {runs.length === 0 ? (
          <p class="quiet empty">{t('Choose runs to compare them here.')}</p>
        ) : (
          <div class="sections">
            <CurvesSection {...{ model, curves, group, save }} />
            <MetricsSection {...{ model, save, copy }} />
            <ParametersSection {...{ model, save }} />
            <SentencesSection {...{ model, save }} />
          </div>
        )}
      </div>
    </main>
  );
}

function Message({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <main class="compare">
      <h1>{t('Compare')}</h1>
      <p role="status">{children}</p>
    </main>
  );
}
