import type { JSX } from 'preact';
import type { ClassFactors } from '../../src/preview/preview.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import { post } from '../channel.ts';
import { Chart } from '../charts/chart.tsx';
import type { ChartGroup } from '../charts/chartTypes.ts';
import { formatNumber } from '../format.ts';
import { t } from '../l10n.ts';
import { nameInWords } from './nameInWords.ts';

interface FactorsProps {
  factors: readonly ClassFactors[];
  group: ChartGroup;
  fileName: string;
  revision: number;
}

/** What words of the target vocabulary are multiplied by, from the most frequent to the rarest. */
export function Factors({ factors, group, fileName, revision }: FactorsProps): JSX.Element {
  return (
    <>
      {factors.map((each) => {
        const { axis, name, ranks, values } = each;
        return (
          <div key={`${axis}/${name}`} class="charts">
            <Chart
              id={`${axis}/${name}`}
              title={`${axis}: ${nameInWords(name)}`}
              xTitle={t('Rank by frequency')}
              yTitle=""
              curves={[{ id: 'value', label: nameInWords(name), series: 0, x: ranks, y: values }]}
              smoothing={0}
              xLog
              group={group}
              revision={revision}
              fileName={`${fileName}-${axis}-${name}`}
              save={(file, content) => post({ type: 'save', name: file, content })}
            />
            <FactorTable factors={each} />
          </div>
        );
      })}
    </>
  );
}

/** Words that stand for all of a vocabulary. */
const mostWords = 12;

function FactorTable({ factors: { ranks, tokens, counts, values } }: { factors: ClassFactors }): JSX.Element {
  const places = spread(ranks.length, mostWords);
  return (
    <table class="factor-table">
      <caption class="spoken">{t('Factors of words')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('Word')}</th>
          {[t('Rank'), t('Occurrences'), t('Factor')].map((title) => (
            <th key={title} scope="col" class="numeric">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {places.map((place) => (
          <tr key={place}>
            <th scope="row">
              <bdi class="token-text">{visibleText(tokens[place] ?? '')}</bdi>
            </th>
            {[ranks, counts, values].map((column, index) => (
              <td key={index} class="numeric">
                {formatNumber(column[place])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Evenly spaced places of a list, the first and the last among them. */
function spread(length: number, count: number): number[] {
  const all = Array.from({ length: count }, (_, index) => Math.round((index * (length - 1)) / (count - 1)));
  return [...new Set(all)];
}
