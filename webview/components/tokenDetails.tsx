import type { ComponentChildren, JSX } from 'preact';
import type { SampledToken, SampleRecord } from '../../src/runs/events.ts';
import { describeSequence, describeToken, type Share } from '../../src/samples/describeSample.ts';
import { originName } from '../../src/samples/names.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import { formatNumber, formatPercent } from '../format.ts';
import { t } from '../l10n.ts';

/** What was measured at a token's position. Only what is there is shown. */
export function TokenDetails({ token }: { token: SampledToken }): JSX.Element {
  const { text, probability, rank, entropy, runnersUp, target, targetRest } = describeToken(token);
  return (
    <>
      <p class="popover-title">
        <TokenText text={text} />
      </p>
      <Facts
        facts={[
          [t('Probability'), known(probability, formatPercent)],
          [t('Rank'), known(rank, formatNumber)],
          [t('Entropy'), known(entropy, (value) => t('{0} nats', formatNumber(value)))],
        ]}
      />
      <Distribution title={t('Most probable')} entries={runnersUp} own={text} />
      <Distribution title={t('Trained towards')} entries={target} own={text} rest={targetRest} />
    </>
  );
}

/** What was measured of a whole sequence. */
export function SequenceDetails({ sample, seed }: { sample: SampleRecord; seed?: number }): JSX.Element {
  const sequence = describeSequence(sample, seed);
  const { step, example, logProbability, distance, reward, weight, scores } = sequence;
  return (
    <Facts
      facts={[
        [t('Origin'), visibleText(originName(sequence.origin, t))],
        [t('Example'), String(example + 1)],
        [t('Step'), formatNumber(step)],
        [t('Seed'), known(sequence.seed, String)],
        [t('Log-probability'), known(logProbability, formatNumber)],
        [t('Distance to the reference'), known(distance, formatNumber)],
        [t('Reward'), known(reward, formatNumber)],
        [t('Importance weight'), known(weight, formatNumber)],
        ...scores.map(([metric, score]): Fact => [visibleText(metric), formatNumber(score)]),
      ]}
    />
  );
}

/** A fact that is not known is left out. */
type Fact = [name: string, value: string | undefined];

function Facts({ facts }: { facts: Fact[] }): JSX.Element | null {
  const there = facts.filter(([, value]) => value !== undefined);
  if (there.length === 0) return null;
  return (
    <dl class="facts">
      {there.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const known = (value: number | undefined, format: (value: number) => string): string | undefined =>
  value === undefined ? undefined : format(value);

interface DistributionProps {
  title: string;
  entries: Share[];
  /** The token that stands in the sequence. */
  own: string;
  /** Share of all tokens that are not listed. */
  rest?: number;
}

function Distribution({ title, entries, own, rest }: DistributionProps): ComponentChildren {
  if (entries.length === 0) return null;
  return (
    <table class="distribution">
      <caption>{title}</caption>
      <tbody>
        {entries.map(({ text, share }, index) => (
          <tr key={index} class={text === own ? 'own' : undefined}>
            <th scope="row">
              <TokenText text={text} />
            </th>
            <ShareCells share={share} />
          </tr>
        ))}
        {rest !== undefined && (
          <tr>
            <th scope="row" class="quiet">
              {t('All others')}
            </th>
            <ShareCells share={rest} />
          </tr>
        )}
      </tbody>
    </table>
  );
}

function ShareCells({ share }: { share: number }): JSX.Element {
  return (
    <>
      <td class="numeric">{formatPercent(share)}</td>
      <td class="bar" aria-hidden="true">
        <span style={{ width: `${Math.round(100 * Math.min(1, Math.max(0, share)))}%` }} />
      </td>
    </>
  );
}

const longestToken = 60;

function TokenText({ text }: { text: string }): JSX.Element {
  const isCut = text.length > longestToken;
  return <bdi class="token-text">{visibleText(isCut ? `${text.slice(0, longestToken)}…` : text)}</bdi>;
}
