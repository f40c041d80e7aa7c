import type { References } from './metric.ts';

/** The release of sacreBLEU (Post 2018, arXiv:1804.08771) that BLEU and chrF here give the same scores as. */
const sacrebleuVersion = '2.6.0';

type Settings = Record<string, string | number>;

/** sacreBLEU's signature: what has to agree for two scores to be comparable. */
export const sacrebleuSignature = (references: References, settings: Settings): string =>
  signature(references, { ...settings, version: sacrebleuVersion });

/** The like for the metrics of pycocoevalcap, which has no signatures of its own. */
export const cocoSignature = (references: References, settings: Settings = {}): string =>
  signature(references, { case: 'lc', tok: 'ptb', ...settings, version: 'pycocoevalcap-1.2' });

const signature = (references: References, settings: Settings): string =>
  Object.entries({ nrefs: referencesPerSegment(references), ...settings })
    .map(([name, value]) => `${name}:${value}`)
    .join('|');

/** The number of references that every segment has, or `var` where it varies. */
function referencesPerSegment(references: References): number | 'var' {
  const segments = references[0]?.length ?? 0;
  const counts = new Set<number>();
  for (let i = 0; i < segments; i += 1) counts.add(references.filter((list) => list[i] !== undefined).length);
  const [only = 0, ...others] = counts;
  return others.length === 0 ? only : 'var';
}

/** `yes` or `no`, as signatures have it. */
export const yesOrNo = (value: boolean): string => (value ? 'yes' : 'no');
