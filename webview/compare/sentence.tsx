import type { JSX } from 'preact';
import type { ComparedSentence } from '../../src/pages/protocol.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import { Difference } from '../components/difference.tsx';
import { PlainText } from '../components/longText.tsx';
import { formatNumber } from '../format.ts';
import { t } from '../l10n.ts';
import type { CompareModel } from './compareModel.ts';
import { Swatch, useTheme } from './swatch.tsx';

type Hypothesis = ComparedSentence['hypotheses'][number];

/** One test sentence: source, reference, and a line for each hypothesis. */
export function Sentence({ model, sentence }: { model: CompareModel; sentence: ComparedSentence }): JSX.Element {
  const theme = useTheme();
  const { example, source, reference } = sentence;
  const { seed, against } = model.layout.sentences;
  const shown = sentence.hypotheses.filter((hypothesis) => seed === undefined || hypothesis.seed === seed);
  const severalSeeds = new Set(shown.map((hypothesis) => hypothesis.seed)).size > 1;
  return (
    <li class="sentence">
      <div class="sentence-number quiet">{example + 1}</div>
      <dl>
        <dt class="quiet">{t('Source')}</dt>
        <dd>
          <PlainText text={source} />
        </dd>
        <dt class="quiet">{t('Reference')}</dt>
        <dd>
          <PlainText text={reference} />
        </dd>
        {shown.map((hypothesis) => (
          <Line
            key={`${hypothesis.label}\n${hypothesis.run}`}
            hypothesis={hypothesis}
            name={severalSeeds ? t('{0}, seed {1}', hypothesis.label, hypothesis.seed) : hypothesis.label}
            comparedWith={comparedWith(hypothesis, sentence, against, model.base)}
            swatch={<Swatch theme={theme} series={model.seriesOf(hypothesis.label)} />}
          />
        ))}
      </dl>
    </li>
  );
}

interface LineProps {
  hypothesis: Hypothesis;
  name: string;
  comparedWith: string | undefined;
  swatch: JSX.Element;
}

function Line({ hypothesis, name, comparedWith: other, swatch }: LineProps): JSX.Element {
  const { text, score } = hypothesis;
  return (
    <>
      <dt>
        {swatch}
        <bdi class="sentence-variant" title={visibleText(name)}>
          {visibleText(name)}
        </bdi>
      </dt>
      <dd>
        <span class="sentence-score">{score === null ? '' : formatNumber(Number(score.toFixed(1)))}</span>
        {other === undefined ? (
          <PlainText text={text} />
        ) : (
          <Difference reference={other} hypothesis={text} show="hypothesis" />
        )}
      </dd>
    </>
  );
}

/** The text that a hypothesis is compared with; undefined where it is not. */
function comparedWith(
  hypothesis: Hypothesis,
  { reference, hypotheses }: ComparedSentence,
  against: 'reference' | 'base' | 'nothing',
  base: string | undefined,
): string | undefined {
  if (against === 'nothing') return undefined;
  if (against === 'reference') return reference;
  if (hypothesis.label === base) return undefined;
  const ofBase = hypotheses.filter(({ label }) => label === base);
  return (ofBase.find(({ seed }) => seed === hypothesis.seed) ?? ofBase[0])?.text;
}
