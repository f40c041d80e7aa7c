import { visibleText } from '../../src/samples/visibleText.ts';
import { t } from '../l10n.ts';

const names = new Map([
  ['nll', 'NLL'],
  ['ece', 'ECE'],
  ['bleu', 'BLEU'],
  ['chrf', 'chrF'],
]);

/** As people write it. What is not known here keeps its own name. */
export function metricName(metric: string): string {
  if (metric === 'accuracy') return t('Accuracy');
  if (metric === 'objective') return t('Objective');
  return names.get(metric) ?? visibleText(metric);
}
