import type { SampleRecord } from '../runs/events.ts';

/** The person's language: English with `{0}`, `{1}`, ... filled in. */
export type Translate = (english: string, ...values: (string | number)[]) => string;

/** How a sequence came about. An origin that is not known here keeps its own name, which is anybody's text. */
export function originName(origin: string, t: Translate): string {
  const names = new Map([
    ['greedy', t('Greedy')],
    ['beam', t('Beam')],
    ['hamming', t('Hamming sample')],
    ['reference', t('Reference')],
  ]);
  return names.get(origin) ?? origin;
}

export function splitName(split: SampleRecord['split'], t: Translate): string {
  return { train: t('Training text'), valid: t('Validation text'), test: t('Test text') }[split];
}
