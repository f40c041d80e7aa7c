import type { JSX } from 'preact';
import type { SequencesPreview } from '../../src/preview/preview.ts';
import { post } from '../channel.ts';
import { Chart } from '../charts/chart.tsx';
import type { ChartGroup, Curve } from '../charts/chartTypes.ts';
import { formatNumber, formatPercent } from '../format.ts';
import { t } from '../l10n.ts';

interface SampledSequencesProps {
  sequences: SequencesPreview;
  group: ChartGroup;
  fileName: string;
  revision: number;
}

/** How far sampled sequences are from the gold ones, as drawn and by the closed form. */
export function SampledSequences({ sequences, group, fileName, revision }: SampledSequencesProps): JSX.Element {
  return (
    <>
      <Figures sequences={sequences} />
      <div class="charts">
        <Chart
          id="distance"
          title={t('Distances of a batch')}
          xTitle={t('Words replaced')}
          yTitle={t('probability')}
          curves={distanceCurves(sequences)}
          smoothing={0}
          group={group}
          revision={revision}
          fileName={`${fileName}-distances`}
          save={(name, content) => post({ type: 'save', name, content })}
        />
      </div>
    </>
  );
}

function Figures({ sequences }: Pick<SampledSequencesProps, 'sequences'>): JSX.Element {
  const { alpha, samples, replacementRate, sentences, draws, effectiveSize } = sequences;
  const { drawn, expected } = replacementRate;
  const rows: [string, string][] = [
    [t('Sequences a sentence'), formatNumber(samples)],
    [t('Share of the loss'), formatPercent(alpha)],
    [
      t('Words replaced, by {0} draws for each of {1} sentences', formatNumber(draws), formatNumber(sentences)),
      formatPercent(drawn, 2),
    ],
    ...(expected === undefined ? [] : [[t('By the closed form'), formatPercent(expected, 2)] as [string, string]]),
    ...(effectiveSize === undefined
      ? []
      : [[t('Effective sample size (Σω)²/Σω², of the sequences'), formatPercent(effectiveSize)] as [string, string]]),
  ];
  return (
    <dl class="settings drawn-figures">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What is left of a distribution where a chart of it ends. */
const leastTail = 1e-4;

function distanceCurves({ distances: { drawn, expected } }: SequencesPreview): Curve[] {
  const length = Math.max(drawn.length, expected ? lengthWithoutTail(expected) : 0);
  const x = Array.from({ length }, (_, distance) => distance);
  const padded = (shares: readonly number[]) => x.map((distance) => shares[distance] ?? 0);
  const counted: Curve = { id: 'drawn', label: t('Drawn'), series: 1, x, y: padded(drawn), markers: true };
  if (!expected) return [counted];
  return [{ id: 'expected', label: t('Closed form'), series: 0, x, y: padded(expected) }, counted];
}

function lengthWithoutTail(distribution: readonly number[]): number {
  let left = 1;
  const end = distribution.findIndex((share) => {
    left -= share;
    return left < leastTail;
  });
  return end < 0 ? distribution.length : end + 1;
}
