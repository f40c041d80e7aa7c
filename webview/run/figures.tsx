import type { JSX } from 'preact';
import type { RunState } from '../../src/runs/runState.ts';
import { formatNumber } from '../format.ts';
import { t } from '../l10n.ts';
import { metricName } from '../quantities/metricNames.ts';

interface FiguresProps {
  state: RunState;
  metrics: readonly string[];
}

/** The figures that one opens the page for: of the best checkpoint, of the newest validation, and of the test. */
export function Figures({ state: { best, last, tested }, metrics }: FiguresProps): JSX.Element {
  const rows = [
    { title: t('Best validation'), of: best },
    { title: t('Last validation'), of: last },
    { title: t('Test'), of: tested },
  ];
  const names = ['nll', ...metrics];
  return (
    <table class="figures">
      <caption class="spoken">{t('Results')}</caption>
      <thead>
        <tr>
          <td />
          {names.map((metric) => (
            <th key={metric} scope="col" class="numeric">
              {metricName(metric)}
            </th>
          ))}
          <th scope="col" class="numeric">
            {t('Step')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ title, of }) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            {names.map((metric) => (
              <td key={metric} class="numeric">
                {formatNumber(metric === 'nll' ? of?.nll : of?.scores?.[metric])}
              </td>
            ))}
            <td class="numeric">{formatNumber(of?.step)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Those that the settings ask for, known before the first validation, and all that were measured. */
export function metricsOf({ last, tested }: RunState, settings: Record<string, unknown>): string[] {
  const asked = Array.isArray(settings.metrics) ? settings.metrics : [];
  const kinds = asked.flatMap((metric: { kind?: unknown } | null) =>
    typeof metric?.kind === 'string' ? [metric.kind] : [],
  );
  const measured = [...Object.keys(last?.scores ?? {}), ...Object.keys(tested?.scores ?? {})];
  // Before anything was measured, a kind stands for the metric, whose name may say more than its kind.
  return [...new Set(measured.length > 0 ? measured : kinds)];
}
