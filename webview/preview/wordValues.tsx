import type { JSX } from 'preact';
import type { WordValues } from '../../src/preview/preview.ts';
import { spread } from '../../src/preview/spread.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import { post } from '../channel.ts';
import { Chart } from '../charts/chart.tsx';
import type { ChartGroup } from '../charts/chartTypes.ts';
import { formatNumber } from '../format.ts';
import { t } from '../l10n.ts';
import { nameInWords } from './nameInWords.ts';

interface WordValuesSectionProps {
  words: readonly WordValues[];
  group: ChartGroup;
  fileName: string;
  revision: number;
}

/** What the objective has for each word of the target vocabulary, from the most frequent to the rarest. */
export function ValuesByWord({ words, group, fileName, revision }: WordValuesSectionProps): JSX.Element {
  return (
    <>
      {words.map((each) => {
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
            <WordTable values={each} />
          </div>
        );
      })}
    </>
  );
}

/** Words that stand for all of a vocabulary. */
const mostWords = 12;

function WordTable({ values: { ranks, tokens, counts, values } }: { values: WordValues }): JSX.Element {
  const places = spread(ranks.length, mostWords);
  return (
    <table class="word-table">
      <caption class="spoken">{t('Values by word')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('Word')}</th>
          {[t('Rank'), t('Occurrences'), t('Value')].map((title) => (
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
