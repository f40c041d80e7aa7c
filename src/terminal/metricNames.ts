/** As people write them, of measures that have another name than their own. */
export const metricNames: Record<string, string> = {
  ...{ nll: 'NLL', ece: 'ECE', bleu: 'BLEU', chrf: 'chrF', 'rouge-l': 'ROUGE-L', cider: 'CIDEr', 'cider-d': 'CIDEr-D' },
  ...{ 'bleu-1': 'BLEU-1', 'bleu-2': 'BLEU-2', 'bleu-3': 'BLEU-3', 'bleu-4': 'BLEU-4', 'entity-f1': 'entity F1' },
  'token-accuracy': 'token accuracy (teacher forcing)',
};
