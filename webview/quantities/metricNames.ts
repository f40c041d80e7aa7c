import { visibleText } from '../../src/samples/visibleText.ts';
import { metricNames } from '../../src/terminal/metricNames.ts';
import { t } from '../l10n.ts';

/** As people write it. What is not known here keeps its own name. */
export function metricName(metric: string): string {
  if (metric === 'accuracy') return t('Accuracy');
  if (metric === 'token-accuracy') return t('Token accuracy (teacher forcing)');
  if (metric === 'objective') return t('Objective');
  return Object.hasOwn(metricNames, metric) ? metricNames[metric]! : visibleText(metric);
}

export const isAccuracy = (name: string): boolean => name === 'accuracy' || name === 'token-accuracy';

/** What a metric is measured in; scores that are of their program's own scale have no unit. */
export function metricUnit(metric: string): string {
  if (metric === 'nll' || metric === 'objective') return t('nats per token');
  return isAccuracy(metric) ? '%' : '';
}

/** The name with the unit, as it stands beside an axis. */
export function axisTitle(metric: string): string {
  const unit = metricUnit(metric);
  return unit === '' ? metricName(metric) : `${metricName(metric)} (${unit})`;
}
